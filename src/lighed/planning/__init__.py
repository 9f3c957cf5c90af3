"""Contact rules with dates, meeting templates and capacity: what a plan must hold. The plan follows the caseworker."""

from lighed.planning.bring_forward import Lack, lack_of, working_days_between
from lighed.planning.capacity import CapacityWeek, TeamMeeting, week_of, weeks_of
from lighed.planning.coming import n_to_come
from lighed.planning.course import CourseFacts, HeldMeeting, Holder, MeetingForm, MeetingKind
from lighed.planning.deadlines import Deadline, deadlines, next_deadline
from lighed.planning.exemption import (
    ExemptionRefused,
    Quota,
    check_exemption,
    is_in_population,
    quota_days,
)
from lighed.planning.lay_out import (
    MeetingTemplate,
    PlannedMeeting,
    TemplateRefused,
    check_template,
    is_brought_forward,
    lay_out,
)
from lighed.planning.limits_preview import (
    BandLimits,
    GroupEffect,
    LimitRow,
    LimitsPreview,
    LimitsRefused,
    check_limits,
    minutes_a_week,
    preview_limits,
)
from lighed.planning.plan_check import Finding, FindingKind, PlanRefused, check_plan, plan_findings
from lighed.planning.rule_file import RuleFault, RuleFileError, parse_rule_sets, shipped_rule_sets
from lighed.planning.rule_set import (
    Certainty,
    Citation,
    ContactRule,
    ExemptionRule,
    QuotaCount,
    QuotaPeriod,
    RuleKind,
    RuleSet,
    rule_set_on,
)
from lighed.planning.words import day_in_words
from lighed.planning.working_days import is_working_day, working_day_after, working_day_before

__all__ = [
    "BandLimits",
    "CapacityWeek",
    "Certainty",
    "Citation",
    "ContactRule",
    "CourseFacts",
    "Deadline",
    "ExemptionRefused",
    "ExemptionRule",
    "Finding",
    "FindingKind",
    "GroupEffect",
    "HeldMeeting",
    "Holder",
    "Lack",
    "LimitRow",
    "LimitsPreview",
    "LimitsRefused",
    "MeetingForm",
    "MeetingKind",
    "MeetingTemplate",
    "PlanRefused",
    "PlannedMeeting",
    "Quota",
    "QuotaCount",
    "QuotaPeriod",
    "RuleFault",
    "RuleFileError",
    "RuleKind",
    "RuleSet",
    "TeamMeeting",
    "TemplateRefused",
    "check_exemption",
    "check_limits",
    "check_plan",
    "check_template",
    "day_in_words",
    "deadlines",
    "is_brought_forward",
    "is_in_population",
    "is_working_day",
    "lack_of",
    "lay_out",
    "minutes_a_week",
    "n_to_come",
    "next_deadline",
    "parse_rule_sets",
    "plan_findings",
    "preview_limits",
    "quota_days",
    "rule_set_on",
    "shipped_rule_sets",
    "week_of",
    "weeks_of",
    "working_day_after",
    "working_day_before",
    "working_days_between",
]
