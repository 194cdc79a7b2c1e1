import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import path

from core.visitors.protection import visitor_page


@visitor_page
def form_view(request):
    return HttpResponse(f"{request.method} done")


@visitor_page
def careless_view(request):
    """A view that does all that sets a cookie."""
    get_token(request)
    response = HttpResponse("done")
    response.set_cookie("seen", "1")
    return response


@visitor_page
def late_view(request):
    template = engines["django"].from_string("{% csrf_token %}done")
    return TemplateResponse(request, template)


urlpatterns = [path("form/", form_view), path("careless/", careless_view), path("late/", late_view)]
pytestmark = [pytest.mark.urls("tests.visitors.test_protection"), pytest.mark.django_db]


@pytest.fixture
def strict():
    """A client that insists on CSRF cookies, as browsers' requests are treated."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def _bare_template(settings, tmp_path):
    """The page that refuses, without the menus of the site: its addresses do not exist here."""
    folder = tmp_path / "core" / "visitors"
    folder.mkdir(parents=True)
    (folder / "foreign.html").write_text("<p>{{ message }}</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, id="today's browser, page without referrer"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="sent again from the address bar"),
        pytest.param({"Origin": "http://testserver"}, id="our own origin"),
        pytest.param({"Origin": "null"}, id="http without Sec-Fetch, page without referrer"),
        pytest.param({}, id="old browser that says nothing"),
    ],
)
def test_our_own_forms_are_taken(strict, headers):
    response = strict.post("/form/", headers=headers)
    assert (response.status_code, response.content) == (200, b"POST done")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:81"},
        {"Origin": "http://testserver.evil.example"},
    ],
)
def test_a_form_sent_from_elsewhere_is_refused_with_a_sentence(strict, headers):
    response = strict.post("/form/", headers=headers)
    assert response.status_code == 403
    assert "von einer anderen Website abgeschickt" in response.content.decode()
    assert "Es ist nichts geschehen" in response.content.decode()


def test_a_link_from_elsewhere_is_welcome(strict):
    assert strict.get("/form/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_behind_a_proxy_the_public_origin_is_ours(strict, settings):
    settings.BASE_URL = "https://allmende.example"
    assert strict.post("/form/", headers={"Origin": "https://allmende.example"}).status_code == 200


@pytest.mark.parametrize("address", ["/form/", "/careless/", "/late/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_cookie_no_cache_no_index_no_referrer(strict, address, method):
    response = getattr(strict, method)(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
