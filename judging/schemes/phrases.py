"""Sentences for what is wrong with a scheme or its file. Those of calculations: ``calculation_phrases.py``."""

from foundation import number_phrases as _of_numbers  # noqa: F401  # registers its sentences
from foundation import spreadsheet_phrases as _of_files  # noqa: F401  # registers its sentences
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases
from judging.schemes import calculation_phrases as _of_calculations  # noqa: F401  # registers its sentences

FILE = {
    "scheme_not_found": N_(
        "No marking scheme was found: no row names maximum marks together with aspects or sub-criteria."
    ),
    "scheme_without_aspects": N_("The header of a marking scheme was found, but no aspect below it."),
    "json_broken": N_("The JSON text is damaged and cannot be read."),
    "other_sheet_ignored": N_("The sheet %(sheet)s holds a scheme too. Only the first one was read."),
    "several_max_columns": N_("There are several columns of maximum marks. The first one counts."),
    "awarded_marks_found": N_(
        "The column %(label)s holds %(count)s awarded marks. They can be imported for one competitor; "
        "blanks are not zero."
    ),
    "date_in_cell": N_(
        "The spreadsheet made a date (%(value)s) of what was typed here. Format the cell as text and type it again."
    ),
    "cell_not_a_number": N_("“%(value)s” is not a number."),
    "number_ignored": N_("The number %(value)s stands without text and was not read as an aspect."),
    "type_missing": N_("The aspect type is blank. It was read as measurement."),
    "type_unknown": N_("“%(value)s” is no aspect type. Use M for measurement or J for judgement."),
    "type_unclear": N_(
        "S is an old subjective type and no ladder from 0 to 3 follows. It was read as judgement: say which type it is."
    ),
    "type_column_missing": N_("The file has no aspect types. All aspects were read as measurement."),
    "code_missing": N_("The sub-criterion “%(name)s” has no code. It was given the next one."),
    "criterion_label_differs": N_(
        "The header says criterion %(label)s once more, but the code is %(code)s. The code was followed."
    ),
    "day_unreadable": N_("“%(value)s” is not a day of marking."),
    "score_unreadable": N_("“%(value)s” is not a step of a ladder. The text was kept with the aspect."),
    "row_not_understood": N_("This row belongs to nothing and was left out: %(value)s"),
    "calculation_row_unknown": N_("There is no calculation in row %(value)s. The aspect was read without one."),
    "calculation_unreadable": N_("This part of the calculation cannot be read: %(value)s"),
    "sub_criterion_sum_differs": N_("%(sub_criterion)s declares %(declared)s, but its aspects add up to %(computed)s."),
    "sum_cell_differs": N_(
        "The sum of criterion %(criterion)s in the file is %(declared)s; its aspects add up to %(computed)s."
    ),
}
SCHEME = {
    "total_differs": N_("The aspects add up to %(computed)s, not to %(total)s."),
    "declared_total_differs": N_("The file declares %(declared)s in all, but the aspects add up to %(computed)s."),
    "criterion_differs": N_("Criterion %(criterion)s declares %(declared)s, but its aspects add up to %(computed)s."),
    "section_differs": N_("Section %(section)s declares %(declared)s, but its aspects add up to %(computed)s."),
    "section_twice": N_("The section %(section)s is listed twice."),
    "too_many_aspects": N_("The file holds %(number)s aspects. A scheme has %(most)s at most."),
    "variation_too_large": N_("The variation of all sections together is %(variation)s, more than %(limit)s."),
    "criteria_count": N_("There are %(count)s criteria. Usual are %(least)s to %(most)s."),
    "aspects_count": N_("There are %(count)s aspects. Usual are %(least)s to %(most)s."),
    "duplicate_criterion": N_("The criterion %(criterion)s stands twice."),
    "criterion_empty": N_("Criterion %(criterion)s has no sub-criteria."),
    "duplicate_code": N_("Criterion %(criterion)s has the sub-criterion %(sub_criterion)s twice."),
    "sub_criterion_empty": N_("The sub-criterion %(sub_criterion)s has no aspects."),
    "days_differ": N_(
        "The aspects of %(sub_criterion)s name different days of marking (%(days)s). The sheet belongs to the latest."
    ),
    "day_missing": N_("The sub-criterion %(sub_criterion)s has no day of marking."),
    "description_missing": N_("%(sub_criterion)s, aspect %(number)s: the description is missing."),
    "max_mark_missing": N_("The maximum mark is missing. A formula needs its value stored in the file."),
    "max_mark_not_positive": N_("The maximum mark is %(value)s. It must be above zero."),
    "max_mark_large": N_("%(sub_criterion)s, aspect %(number)s: the maximum mark %(value)s is above %(limit)s."),
    "mark_too_fine": N_(
        "%(sub_criterion)s, aspect %(number)s: the maximum mark %(value)s has more than %(places)s decimals."
    ),
    "section_missing": N_("%(sub_criterion)s, aspect %(number)s: no section of the standards is given."),
    "section_unknown": N_("%(sub_criterion)s, aspect %(number)s: the section %(section)s is not listed above."),
    "ladder_under_measurement": N_(
        "%(sub_criterion)s, aspect %(number)s: a ladder stands under a measurement. It was kept."
    ),
    "ladder_missing": N_("%(sub_criterion)s, aspect %(number)s: a judgement without descriptors for 0 to 3."),
    "ladder_steps": N_("%(sub_criterion)s, aspect %(number)s: the ladder has the steps %(steps)s, not 0 to 3."),
    "descriptor_missing": N_("%(sub_criterion)s, aspect %(number)s: a step of the ladder has no text."),
    "expected_result_missing": N_(
        "%(sub_criterion)s, aspect %(number)s: nothing says what is expected or how it is calculated."
    ),
    "calculation_inferred": N_(
        "%(sub_criterion)s, aspect %(number)s: how %(type)s is meant was inferred. Confirm its reading in words."
    ),
    "calculation_not_in_cis": N_(
        "%(sub_criterion)s, aspect %(number)s: CIS does not know %(type)s. It is exported under that name."
    ),
}

register_phrases(FILE)
register_phrases(SCHEME)
