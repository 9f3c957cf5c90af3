"""The addresses of the pages on which meetings are planned."""

from django.urls import path

from lighed.web.planning import capacity, exempt, hours, many, plan, rules, templates

planning_addresses = [
    path("people/<uuid:key>/plan/", plan.plan_page, name="person-plan"),
    path("people/<uuid:key>/plan/back/", plan.back_page, name="person-plan-back"),
    path("people/<uuid:key>/plan/file/", plan.plan_file, name="person-plan-file"),
    path("people/<uuid:key>/exempt/", exempt.exempt_page, name="person-exempt"),
    path("plan-many/", many.many_page, name="plan-many"),
    path("plan-many/<int:number>/", many.one_page, name="plan-many-one"),
    path("plan-many/<int:number>/undo/", many.undo_page, name="plan-many-undo"),
    path("plan-many/<int:number>/file/", many.many_file, name="plan-many-file"),
    path("plan-many/<int:number>/meetings/", many.many_meetings, name="plan-many-meetings"),
    path("planning/capacity/", capacity.capacity_page, name="capacity"),
    path("planning/templates/", templates.templates_page, name="meeting_templates"),
    path("planning/templates/new/", templates.template_page, name="meeting_templates-new"),
    path("planning/templates/<int:number>/", templates.template_page, name="meeting_templates-one"),
    path("planning/templates/<int:number>/use/", templates.use_template, name="meeting_templates-use"),
    path("planning/hours/", hours.hours_page, name="team_hours"),
    path("planning/rules/", rules.rules_page, name="contact_rules"),
    path("planning/rules/check/", rules.check_rules, name="contact_rules-check"),
]
