"""The addresses of what stands beside an assessment: the person's words, flags, questions; and of tasks."""

from django.urls import path

from lighed.web.worklist import flags, questions, tasks, words

desk_addresses = [
    path("people/<uuid:key>/words/", words.words_page, name="person-words"),
    path("people/<uuid:key>/flags/<slug:element>/", flags.flag_page, name="person-flag"),
    path("people/<uuid:key>/question/", questions.question_page, name="person-question"),
    path("questions/<int:number>/answer/", questions.answer_page, name="questions-answer"),
    path("questions/<int:number>/close/", questions.close, name="questions-close"),
    path("tasks/", tasks.tasks_page, name="tasks"),
    path("tasks/done/", tasks.done, name="tasks-done"),
]
