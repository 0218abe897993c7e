import pytest, time
from django.urls import reverse
from tests.factories import *
pytestmark = pytest.mark.django_db
from tests.console.conftest import *
def test_x(admin):
    study=make_study(launched_at=None, scheme=dict(RANDOM,days=14,blocks=6))
    for i in range(3):
        t=time.time(); c=time.process_time(); r=admin.get(reverse("admin:studies_study_preview",args=[study.pk])+"?participants=100&time_zones=Europe/Warsaw,America/New_York&first_joining=2027-03-08&last_joining=2027-03-21&wake=07:30-23:00&arm=&hourly_limit=100"); print(r.status_code,"wall",time.time()-t,"cpu",time.process_time()-c,len(r.content))
    open("/tmp/h3_page.html","wb").write(r.content)
def test_y(admin):
    study=make_study(launched_at=None, scheme=dict(RANDOM,days=14,blocks=6,min_gap_minutes=60))
    from esmpress.studies.models import Schedule
    Schedule.objects.create(study=study,name="o",questionnaire=study.schedules.get().questionnaire,scheme={"kind":"random","days":14,"prompts_per_day":1,"windows":[{"weekdays":EVERY_DAY,"from":"09:00","to":"21:00"}],"response_window_minutes":30,"min_gap_minutes":30})
    for i in range(2):
        t=time.time(); c=time.process_time(); r=admin.get(reverse("admin:studies_study_preview",args=[study.pk])); print("joint",r.status_code,"wall",time.time()-t,"cpu",time.process_time()-c,len(r.content))
