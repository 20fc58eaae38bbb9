"""Sentences for what is wrong with an uploaded file as such."""

from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases

register_phrases(
    {
        "file_empty": N_("The file is empty."),
        "file_too_large": N_("The file is larger than %(limit)s MB. Remove pictures or unused sheets."),
        "file_kind_unknown": N_(
            "This is no workbook that can be read (it looks like %(kind)s). Save it as xlsx and try again."
        ),
        "file_encrypted": N_("The file is protected by a password. Save it without one and try again."),
        "file_broken": N_("The file is damaged and cannot be opened. Save it anew and try again."),
        "sheet_broken": N_("The sheet %(sheet)s is damaged and cannot be read."),
        "workbook_too_large": N_(
            "The workbook unpacks to more than can be read safely (%(limit)s MB). "
            "Delete unused rows and columns and save it anew."
        ),
        "reading_took_too_long": N_("Reading the workbook took too long and was stopped."),
        "file_misnamed": N_("The name ends in .%(ending)s, but the content is %(kind)s; it was read as that."),
        "macros_ignored": N_("The workbook holds macros. They were not run."),
        "comments_not_read": N_("The workbook holds cell comments. They are not read."),
        "text_encoding_unknown": N_("The text is neither UTF-8 nor GB18030. Save it as UTF-8 and try again."),
        "text_too_long": N_("The text has more than %(limit)s rows."),
        "text_broken": N_("The text cannot be split into columns here; look for a quotation mark not closed."),
    }
)
