"""The addresses of governance and oversight."""

from django.urls import path

from lighed.web.oversight import (
    effects,
    incidents,
    justify,
    legal_bases,
    legal_basis_changes,
    log,
    requests,
    retention,
    spot_checks,
    stop,
)

oversight_addresses = [
    path("oversight/legal-bases/", legal_bases.legal_bases_page, name="legal_bases"),
    path("oversight/legal-bases/enter/", legal_basis_changes.enter_page, name="legal_bases-enter"),
    path("oversight/legal-bases/import/", legal_basis_changes.import_page, name="legal_bases-import"),
    path("oversight/legal-bases/training/", legal_basis_changes.training_page, name="legal_bases-training"),
    path("oversight/legal-bases/<int:number>/", legal_bases.legal_basis_page, name="legal_bases-entry"),
    path("oversight/legal-bases/<int:number>/edit/", legal_basis_changes.edit_page, name="legal_bases-edit"),
    path("oversight/legal-bases/<int:number>/decide/", legal_basis_changes.decide_page, name="legal_bases-decide"),
    path("oversight/legal-bases/<int:number>/suspend/", legal_basis_changes.suspend_page, name="legal_bases-suspend"),
    path("oversight/legal-bases/<int:number>/affected/", legal_bases.affected_page, name="legal_bases-affected"),
    path("oversight/legal-bases/<int:number>/affected/file/", legal_bases.affected_file, name="legal_bases-file"),
    path("oversight/legal-bases/<int:number>/estimate-again/", legal_bases.estimate_again, name="legal_bases-again"),
    path("oversight/stop/", stop.stop_page, name="stop"),
    path("oversight/stop/press/", stop.press_page, name="stop-press"),
    path("oversight/stop/resume/", stop.resume_page, name="stop-resume"),
    path("oversight/incidents/", incidents.incidents_page, name="incidents"),
    path("oversight/incidents/new/", incidents.new_page, name="incidents-new"),
    path("oversight/incidents/<uuid:key>/", incidents.incident_page, name="incidents-one"),
    path("oversight/retention/", retention.retention_page, name="retention"),
    path("oversight/retention/terms/<str:kind>/", retention.term_page, name="retention-term"),
    path("oversight/retention/proposals/<int:number>/", retention.decide_page, name="retention-decide"),
    path("oversight/retention/holds/", retention.hold_page, name="retention-hold"),
    path("oversight/retention/holds/<int:number>/lift/", retention.lift_page, name="retention-lift"),
    path("oversight/log/", log.log_page, name="log"),
    path("oversight/spot-checks/", spot_checks.spot_checks_page, name="spot_checks"),
    path("oversight/spot-checks/<int:number>/", spot_checks.spot_check_page, name="spot_checks-one"),
    path("justify/", justify.justify_page, name="justify"),
    path("oversight/requests/", requests.queue_page, name="requests"),
    path("oversight/requests/<int:number>/", requests.request_page, name="requests-one"),
    path("oversight/effects/", effects.effects_page, name="effects"),
    path("oversight/effects/file/", effects.effects_file, name="effects-file"),
]
