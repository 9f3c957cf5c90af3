"""The addresses of versions and of the impact assessments that they rest on."""

from django.urls import path

from lighed.web.experts import alternatives, assessments, estimate_next, feedback, version, versions

expert_addresses = [
    path("versions/", versions.versions_page, name="versions"),
    path("versions/<int:number>/", version.version_page, name="versions-one"),
    path("versions/<int:number>/estimate-next/", estimate_next.estimate_next, name="versions-estimate_next"),
    path("versions/<int:number>/reports/<int:report>/", versions.report_file, name="versions-report"),
    path("feedback/", feedback.feedback_page, name="feedback"),
    path("feedback/<slug:element>/", feedback.element_page, name="feedback-element"),
    path("alternatives/", alternatives.alternatives_page, name="alternatives"),
    path("alternatives/<slug:element>/", alternatives.element_page, name="alternatives-element"),
    path("impact-assessments/", assessments.assessments_page, name="assessments"),
    path("impact-assessments/enter/", assessments.enter_page, name="assessments-enter"),
]
