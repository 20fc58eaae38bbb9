"""Words about results: problems, awards, the steps of "why this rank", and the rules' texts."""

from collections.abc import Mapping

from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases
from judging.results.explain import Step
from judging.results.ranking import MODULE
from judging.results.rule_sets import Award
from judging.results.totals import Status

register_phrases(
    {
        "field_too_small": N_(
            "%(size)s competitors are too few for the scale, which needs %(fewest)s. The jury decides."
        ),
        "all_equal": N_("All %(size)s marks are equal: everyone stands at 700, and no award follows."),
        "mad_zero": N_("Half of the %(size)s marks or more are the same (MAD 0): there is no scale. The jury decides."),
        "tie_undecided": N_(
            "%(entries)s share position %(position)s where an award is decided. The Chief Expert decides."
        ),
        "tie_pending": N_(
            "%(entries)s are equal in every key at position %(position)s. The Chief Expert decides the order."
        ),
        "tie_key_unknown": N_("%(key)s is no key for ties."),
        "total_not_first": N_("The first key of a ranking is the total."),
        "rule_set_unknown": N_("There is no rule set %(rules)s. Known: %(known)s."),
        "rule_set_takes_marks": N_("The rule set %(rules)s works on marks, not on points."),
        "rule_set_takes_points": N_("The rule set %(rules)s needs points: the formula of its scale is unknown."),
        "file_unreadable": N_("%(file)s cannot be read: %(reason)s."),
        "table_empty": N_("The table has no rows."),
        "column_missing": N_("The column %(column)s is missing."),
        "column_twice": N_("The column %(column)s stands twice."),
        "cells_too_many": N_(
            "The row has more than %(columns)s cells. Put a number with a decimal comma in quotation marks."
        ),
        "competitor_missing": N_("The competitor is missing."),
        "competitor_twice": N_("Competitor %(competitor)s stands in the table twice."),
        "status_unknown": N_("%(value)s is no status. Known: %(known)s."),
        "mark_missing": N_("The mark is missing. A blank is not zero."),
        "mark_negative": N_("The mark %(value)s is negative."),
        "mark_above_hundred": N_("The mark %(value)s is above 100."),
        "points_missing": N_("The points are missing."),
        "points_not_whole": N_("Points are whole numbers, not %(value)s."),
    }
)
register_done(
    {
        "results_published": N_("The results are published. Everybody in the event sees them now."),
        "tie_decided": N_("The order is decided and recorded."),
    }
)

AWARD_NAMES: Mapping[Award, str] = {
    "GOLD": N_("Gold"),
    "SILVER": N_("Silver"),
    "BRONZE": N_("Bronze"),
    "MFE": N_("Medal for Excellence"),
    "MERIT": N_("Merit award"),
    "FIRST": N_("First prize"),
    "SECOND": N_("Second prize"),
    "THIRD": N_("Third prize"),
}

STATUS_NAMES: Mapping[Status, str] = {
    "ok": N_("Competed"),
    "guest": N_("Guest"),
    "absent": N_("Absent"),
    "withdrawn": N_("Withdrawn"),
    "disqualified": N_("Disqualified"),
}

KEY_NAMES: Mapping[str, str] = {
    "total": N_("the total"),
    "practice": N_("the practical test"),
    "theory": N_("the theory test"),
    "judgement": N_("the judgement marks"),
    "measurement": N_("the measurement marks"),
    "time": N_("the shorter time"),
    "decision": N_("the Chief Expert's decision"),
}

STEPS: Mapping[str, str] = {
    "why_criterion": N_("Criterion %(criterion)s: %(mark)s"),
    "why_criterion_incomplete": N_("Criterion %(criterion)s: marks are missing"),
    "why_total": N_("Total: %(total)s"),
    "why_provisional_total": N_(
        "Provisional total: %(total)s of %(maximum)s, over %(number)s of %(of)s sub-criteria."
    ),
    "why_guest": N_("Takes part as a guest: no points, position or award."),
    "why_absent": N_("Never started: no total."),
    "why_withdrawn": N_("Stopped after the start: marks are kept, without position or award."),
    "why_disqualified": N_("Disqualified: without position or award."),
    "why_scale": N_("Median %(median)s and MAD %(mad)s of %(size)s competitors."),
    "why_points": N_("700 + 30 × (%(mark)s − %(median)s) ÷ (1.4826 × %(mad)s) = %(exact)s, rounded %(points)s."),
    "why_points_given": N_("Points as given: %(points)s."),
    "why_no_points": N_("No points: this field has no scale."),
    "why_all_equal": N_("All marks are equal: 700 points for everyone."),
    "why_position_by_points": N_("%(ahead)s have more points: position %(position)s."),
    "why_shared_points": N_("Position %(position)s is shared with %(others)s: the rounded points are equal."),
    "why_position_by_keys": N_("%(ahead)s are ahead: position %(position)s."),
    "why_tie_decided": N_("The same total as %(others)s; decided by %(key)s."),
    "why_tie_shared": N_("Equal in every key with %(others)s: position %(position)s is shared."),
    "why_tie_pending": N_(
        "Equal in every key with %(others)s at position %(position)s: the Chief Expert has to decide."
    ),
    "why_award": N_("Award: %(award)s."),
    "why_award_open": N_("The award stays open until the tie is decided."),
    "why_no_award": N_("No award."),
}

RULE_TEXTS: Mapping[str, str] = {
    "W-02": N_("The mark of a criterion is the sum of its aspects; the total is the sum of the criteria."),
    "W-23": N_(
        "Absent: no total. Withdrawn: marks are kept, out of the ranking. Not attempted and zero both "
        "count 0. A missing mark makes a total incomplete, never lower."
    ),
    "W-24": N_(
        "Only sub-criteria whose sheets are complete for every competitor count. Points and awards can still change in"
        " both directions."
    ),
    "W-30": N_(
        "Points = 700 + 30 × (mark − median) ÷ (1.4826 × MAD), rounded half-up once at the end. "
        "MAD is the median distance of the marks from their median."
    ),
    "W-31": N_(
        "Whoever competed counts for median and MAD, also with 0; guests, absent, withdrawn and disqualified do not."
    ),
    "W-33": N_(
        "Fewer than three competitors, or half of the marks the same: no scale, and the jury decides. "
        "All marks equal: 700 points for everyone, no award."
    ),
    "W-40": N_("Position = 1 + the number of competitors with strictly more points."),
    "W-41": N_(
        "The highest of the different points is gold, the second silver, the third bronze, for all who "
        "hold them, at 700 or more. Everyone else at 700 or more gets the Medal for Excellence."
    ),
    "W-42": N_(
        "On the 500 scale two points or fewer apart is a tie. Two golds: no silver. Three or more: no "
        "silver, and bronze only within two points of the last gold. Tied silvers: bronze only within "
        "two points of the last. The Medal for Excellence from 500."
    ),
    "W-43": N_("Six competitors or more: gold, silver, bronze. Five: gold, silver. Four: gold. Fewer: none."),
    "T-90": N_("Equal totals are split by the keys of this event, one after the other."),
    "T-91": N_(
        "Where every key is equal the order waits for a recorded decision of the Chief Expert; nothing orders silently."
    ),
    "T-92": N_("Medals go to ranks 1, 2 and 3; where a tie is allowed, each of the tied gets the medal."),
    "T-93": N_("The merit award goes to the ranks from 4 to half of those who started, rounded up."),
    "T-94": N_(
        "First, second and third prizes go to 10, 20 and 30 % of those who started in the same group, "
        "each class rounded half-up."
    ),
}


def award_name(award: Award) -> str:
    """The award in the reader's language."""
    return gettext(AWARD_NAMES[award])


def status_name(status: Status) -> str:
    """What became of an entry, in the reader's language."""
    return gettext(STATUS_NAMES[status])


def key_name(key: str) -> str:
    """A key for ties in the reader's language; ``module:A`` is module A."""
    if key.startswith(MODULE):
        return gettext("the mark of module %(module)s") % {"module": key.removeprefix(MODULE)}
    return gettext(KEY_NAMES[key])


def explanation(step: Step) -> str:
    """The sentence of one step of "why this rank"."""
    values = dict(step.values)
    if "award" in values:
        values["award"] = gettext(AWARD_NAMES[values["award"]])  # type: ignore[index]
    if "key" in values:
        values["key"] = key_name(values["key"])
    return gettext(STEPS[step.code]) % values


def rule_text(rule: str) -> str:
    """What the rule says, in the reader's language; shown beside the step that follows it."""
    return gettext(RULE_TEXTS[rule])
