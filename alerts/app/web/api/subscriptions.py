"""`/subscriptions`: asked for as by the form; the mail that is sent to the address asks whether that was its reader."""

from fastapi import APIRouter, Request, Response

from alerts.app.web import asking, forms
from alerts.app.web.api import answers, models, orders
from alerts.app.web.api.problems import documented
from alerts.app.web.site import TheSite
from alerts.audience import Filter, Subscriber, Subscription

router = APIRouter(tags=["subscriptions"])


@router.post("/subscriptions", status_code=202, response_model=models.Queued, responses=documented(413, 429))
def ask(request: Request, site: TheSite, order: orders.SubscriptionOrder) -> Response:
    """Have a mail sent that asks an address to confirm a subscription. The answer is the same for every address."""
    reader = Subscriber(0, order.address, order.language, order.zone or site.app.settings.timezone)
    wanted = Filter(**{name: tuple(values) for name, values in order.filter.model_dump().items()})
    asked = Subscription(
        0, reader, order.cadence, wanted, name=order.name, hour=order.hour, when_empty=order.when_empty
    )
    form = forms.settings(reader) | forms.filled(asked)
    wish = forms.read(form, forms.read_settings(form, Subscriber(0, forms.read_address(form))), list(site.topics))
    asking.ask(request, site, wish)
    return answers.one(request, {"detail": "a mail asks the address to confirm"}, 202)
