import pytest,re
from django.urls import reverse
from tests.factories import make_participant, make_study
from esmpress.participants.suppressing import suppress_addresses
@pytest.mark.django_db
def test_x(admin, now):
    st=make_study(); make_participant(st); p=make_participant(st)
    suppress_addresses({p.pk:"bounced"}, now=now)
    page = admin.get(reverse("admin:participants_participant_changelist")).content.decode()
    for m in re.finditer(r'field-mail.*?</td>', page, re.S): print(re.sub(r"\s+"," ",m.group(0)))
    assert 0
