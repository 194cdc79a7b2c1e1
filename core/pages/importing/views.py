"""In the admin: upload a table, see what would happen to each row, correct the columns, confirm.

For administrators and coordinators: members for an alliance whose page they may change, people and places for those
who look after these lists. Other editors do not find the menu entry and are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from core.directory.models import Alliance, Person, Place
from core.pages.dashboard.scope import Scope
from core.pages.invitations.inviting import index_of

from . import drafts, examples, planning
from .columns import Column, chosen, guess
from .members import MemberImporter
from .planning import Importer, Plan, State
from .tables import MAX_BYTES, Table, TableError, read
from .vocabularies import PersonImporter, PlaceImporter

NAME = "importing"
PER_PAGE = 100


# -- what can be taken over, and by whom -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """One kind of row."""

    key: str
    label: Any
    help: Any
    may: Callable[[Scope], bool]
    make: Callable[[Scope, Alliance | None], Importer]
    #: Where to go when it is done.
    done: str
    has_alliance: bool = False


def may_take_members(scope: Scope) -> bool:
    """Say whether somebody takes over organisations: who looks after memberships and the directory or an alliance."""
    if not (scope.is_theirs and scope.user.has_perm("core.add_membership")):
        return False
    index = index_of(scope.site)
    can_add = bool(index and index.permissions_for_user(scope.user).can_add_subpage())
    return can_add or scope.things(Alliance).exists()


def _may_take(model: type) -> Callable[[Scope], bool]:
    name = model._meta.model_name  # type: ignore[attr-defined]
    return lambda scope: (
        scope.is_theirs and all(scope.user.has_perm(f"core.{action}_{name}") for action in ("add", "change"))
    )


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "mitglieder",
            gettext_lazy("Mitglieder"),
            gettext_lazy("Organisationen mit Anschrift, und was sie in ein Bündnis einbringen."),
            may_take_members,
            MemberImporter,
            "invitations:bulk",
            has_alliance=True,
        ),
        Kind(
            "menschen",
            gettext_lazy("Menschen"),
            gettext_lazy("Nur wer damit einverstanden ist, öffentlich genannt zu werden."),
            _may_take(Person),
            lambda scope, _alliance: PersonImporter(scope.site),
            "person:index",
        ),
        Kind(
            "orte",
            gettext_lazy("Orte"),
            gettext_lazy("Häuser und Plätze mit Anschrift, Anfahrt und Angaben zur Barrierefreiheit."),
            _may_take(Place),
            lambda scope, _alliance: PlaceImporter(scope.site),
            "place:index",
        ),
    )
}


def kinds_for(scope: Scope | None) -> list[Kind]:
    """Return what somebody may take over on this site."""
    return [kind for kind in KINDS.values() if scope and kind.may(scope)]


# -- views -------------------------------------------------------------------------------------------------------------


class ImportView(WagtailAdminTemplateMixin, TemplateView):
    """What these views share: the right, asked before anything else."""

    header_icon = "upload"
    page_title = gettext_lazy("Aus Tabelle übernehmen")
    _show_breadcrumbs = True
    scope: Scope
    kinds: list[Kind]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        scope = Scope.of(request)
        self.kinds = kinds_for(scope)
        if scope is None or not self.kinds:
            raise PermissionDenied
        self.scope = scope
        response = self.answer(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer somebody who may be here."""
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        subtitle = self.get_page_subtitle()
        above = [{"url": reverse(f"{NAME}:index"), "label": self.get_page_title()}] if subtitle else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": subtitle or self.get_page_title()}]


class StartView(ImportView):
    """What can be taken over."""

    template_name = "core/admin/import_start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, kinds=self.kinds)


class KindView(ImportView):
    """A view about one kind of row, and about the alliance that the address names."""

    kind: Kind
    alliance: Alliance | None

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = KINDS.get(kwargs["kind"])
        if kind is None:
            raise Http404
        if kind not in self.kinds:
            raise PermissionDenied
        self.kind, self.alliances = kind, self.scope.things(Alliance).order_by("title")
        self.alliance = self._alliance(request)
        return super().answer(request, *args, **kwargs)

    def _alliance(self, request: HttpRequest) -> Alliance | None:
        given = request.POST.get("alliance") or request.GET.get("alliance") or ""
        if not (given and self.kind.has_alliance):
            return None
        found: Alliance | None = self.alliances.filter(pk=int(given) if given.isdecimal() else 0).first()
        if found is None:
            raise PermissionDenied
        return found

    def make_importer(self) -> Importer:
        """Return an importer that knows what is stored now."""
        return self.kind.make(self.scope, self.alliance)

    def all_columns(self) -> tuple[Column, ...]:
        """Return all that a table of this kind may hold, also what only counts for an alliance."""
        alliance = self.alliance or (self.alliances.first() if self.kind.has_alliance else None)
        return self.kind.make(self.scope, alliance).columns

    def get_page_subtitle(self) -> str:
        return str(self.kind.label)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, "kind": self.kind, "alliance": self.alliance})


class UploadForm(forms.Form):
    """The file, and for members the alliance."""

    file = forms.FileField(
        label=gettext_lazy("Datei"),
        help_text=gettext_lazy("XLSX oder CSV, höchstens 2.000 Zeilen. Die erste Zeile enthält die Überschriften."),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt"}),
    )
    alliance: Any = forms.ModelChoiceField(
        label=gettext_lazy("Bündnis"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("keines, nur Organisationen"),
        help_text=gettext_lazy("Wird eines gewählt, entstehen auch die Mitgliedschaften."),
    )
    field_order = ["alliance", "file"]

    def __init__(self, *args: Any, alliances: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alliances is None:
            del self.fields["alliance"]
        else:
            self.fields["alliance"].queryset = alliances  # type: ignore[attr-defined]

    def clean_file(self) -> Table:
        """Return the table in the file."""
        file = self.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise TableError("too_large")
            return read(file.read())
        except TableError as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class UploadView(KindView):
    """The form for the file."""

    template_name = "core/admin/import_upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self._form()
        return super().get_context_data(**kwargs, form=form, columns=self.all_columns())

    def _form(self, *data: Any) -> UploadForm:
        alliances = self.alliances if self.kind.has_alliance else None
        return UploadForm(*data, alliances=alliances, initial={"alliance": self.alliance})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put the table aside and lead to what would happen."""
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        token = drafts.keep(form.cleaned_data["file"], request.user, kwargs["kind"])
        return redirect(_preview_url(kwargs["kind"], token, self.alliance))


def _preview_url(kind: str, token: str, alliance: Alliance | None) -> str:
    url = reverse(f"{NAME}:preview", args=[kind, token])
    return f"{url}?{urlencode({'alliance': alliance.pk})}" if alliance else url


class PreviewView(KindView):
    """What would happen to each row; the columns can be corrected."""

    template_name = "core/admin/import_preview.html"
    table: Table

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = drafts.find(kwargs["token"], request.user, kwargs["kind"])
        if table is None:
            messages.warning(request, _("Die Tabelle ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."))
            return redirect(f"{NAME}:upload", kwargs["kind"])
        self.table = table
        return super().answer(request, *args, **kwargs)

    def _mapping(self, given: Any, columns: tuple[Column, ...]) -> dict[str, int]:
        if any(name.startswith("c-") for name in given):
            return chosen(given, columns, len(self.table.headings))
        return guess(self.table.headings, columns)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        importer = self.make_importer()
        mapping = self._mapping(self.request.GET or self.request.POST, importer.columns)
        plans = planning.plan_all(importer, self.table, mapping)
        wanted = self.request.GET.get("show", "")
        shown = [plan for plan in plans if not wanted or plan.state == wanted]
        return super().get_context_data(
            token=self.kwargs["token"],
            headings=list(enumerate(self.table.headings)),
            columns=[(column, mapping.get(column.key)) for column in importer.columns],
            missing=[column for column in importer.columns if column.is_required and column.key not in mapping],
            left_out=[text for at, text in enumerate(self.table.headings) if text and at not in mapping.values()],
            sheet=Paginator(shown, PER_PAGE).get_page(self.request.GET.get("p")),
            states=_states(plans, self._query(mapping), wanted),
            query=self._query({**mapping}, show=wanted),
            is_all=not wanted,
            total=len(plans),
            all_query=self._query(mapping),
            work=len(planning.work_of(plans)),
            at_once=importer.at_once,
            is_too_much=len(planning.work_of(plans)) > importer.at_once,
            seen=planning.fingerprint(plans),
        )

    def _query(self, mapping: dict[str, int], **more: str) -> str:
        query: dict[str, str | int] = {"alliance": self.alliance.pk} if self.alliance else {}
        query |= {f"c-{key}": index for key, index in mapping.items()}
        return urlencode({**query, **{key: value for key, value in more.items() if value}})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what was shown, or forget the table."""
        if request.POST.get("action") == "cancel":
            drafts.forget(kwargs["token"])
            messages.success(request, _("Die Tabelle ist gelöscht. Es ist nichts geschehen."))
            return redirect(f"{NAME}:index")
        mapping = chosen(request.POST, self.make_importer().columns, len(self.table.headings))
        try:
            done, waiting = planning.apply_all(self.make_importer, self.table, mapping, request.POST.get("seen", ""))
        except planning.OutdatedError:
            messages.warning(request, _("Inzwischen hat sich etwas geändert. Bitte sehen Sie noch einmal nach."))
            return redirect(f"{request.path}?{self._query(mapping)}")
        told = _told(planning.counts(done))
        if waiting:
            words = ngettext("Eine Zeile folgt noch.", "%(n)d Zeilen folgen noch.", waiting) % {"n": waiting}
            messages.success(request, f"{told} {words}")
            return redirect(f"{request.path}?{self._query(mapping)}")
        drafts.forget(kwargs["token"])
        messages.success(request, _("Fertig. %(what)s Die hochgeladene Tabelle ist gelöscht.") % {"what": told})
        return redirect(self.kind.done)


def _states(plans: list[Plan], query: str, wanted: str) -> list[dict[str, Any]]:
    found = planning.counts(plans)
    return [
        {
            "label": state.label,
            "count": found[state.value],
            "query": f"{query}&show={state.value}",
            "is_shown": state.value == wanted,
        }
        for state in State
        if found[state.value]
    ]


def _told(done: dict[str, int]) -> str:
    words = {
        State.NEW: ngettext("Eine Zeile ist neu.", "%(n)d Zeilen sind neu.", done[State.NEW]),
        State.CHANGED: ngettext("Eine wurde geändert.", "%(n)d wurden geändert.", done[State.CHANGED]),
        State.SAME: ngettext("Eine stand schon da.", "%(n)d standen schon da.", done[State.SAME]),
        State.ERROR: ngettext("Eine blieb aus.", "%(n)d blieben aus.", done[State.ERROR]),
    }
    return " ".join(text % {"n": done[state]} for state, text in words.items() if done[state])


class ExampleView(KindView):
    """The workbook to download."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(
            examples.workbook(self.all_columns()),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
        response["Content-Disposition"] = f'attachment; filename="{kwargs["kind"]}.xlsx"'
        return response


class ImportMenuItem(MenuItem):
    """Shown to those who may take something over."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(kinds_for(Scope.of(request)))


class ImportViewSet(ViewSet):
    """The views, and their entry in the menu."""

    icon = "upload"
    url_prefix = "uebernehmen"
    menu_label = gettext_lazy("Aus Tabelle übernehmen")
    menu_order = 900
    menu_item_class = ImportMenuItem
    add_to_settings_menu: ClassVar[bool] = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StartView.as_view(), name="index"),
            path("vorlage/<str:kind>/", ExampleView.as_view(), name="example"),
            path("<str:kind>/", UploadView.as_view(), name="upload"),
            path("<str:kind>/<str:token>/", PreviewView.as_view(), name="preview"),
        ]


import_viewset = ImportViewSet(NAME)
