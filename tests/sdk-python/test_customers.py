"""Customers: every endpoint, paging both ways, and requests that are sent again."""

import stripe


def test_create_retrieve_update_delete(client):
    created = client.v1.customers.create(
        {"name": "Maya Rao", "email": "maya@example.test", "metadata": {"order": "17", "with space": "é & ="}}
    )
    assert created.id.startswith("cus_")
    assert created.metadata.to_dict() == {"order": "17", "with space": "é & ="}
    assert client.v1.customers.retrieve(created.id).to_dict() == created.to_dict()

    changed = client.v1.customers.update(created.id, {"description": "second", "metadata": {"order": ""}})
    assert changed.description == "second"
    assert changed.metadata.to_dict() == {"with space": "é & ="}

    assert client.v1.customers.delete(created.id).deleted is True
    assert client.v1.customers.retrieve(created.id).deleted is True


def test_lists_are_paged_in_both_directions(client):
    ids = [client.v1.customers.create({"name": f"Paged {n}", "email": "paged@example.test"}).id for n in range(7)]
    ids.reverse()
    down = client.v1.customers.list({"limit": 3, "email": "paged@example.test"})
    assert [row.id for row in down.auto_paging_iter()] == ids
    up = client.v1.customers.list({"limit": 3, "email": "paged@example.test", "ending_before": ids[-1]})
    assert [row.id for row in up.auto_paging_iter()] == ids[-2::-1]


def test_the_same_idempotency_key_makes_one_customer(client):
    first, second = (client.v1.customers.create({"name": "Once"}, {"idempotency_key": "one"}) for _ in range(2))
    assert first.id == second.id
    assert second.last_response.headers["idempotent-replayed"] == "true"


class AnswerLost(stripe.HTTPClient):
    """A network that does what is asked, and loses the first answer."""

    name = "lossy"

    def __init__(self):
        super().__init__()
        self.inner = stripe.RequestsClient()
        self.sent = []

    def request(self, method, url, headers, post_data=None):
        self.sent.append(headers["Idempotency-Key"])
        answer = self.inner.request(method, url, headers, post_data)
        if len(self.sent) == 1:
            raise stripe.APIConnectionError("the answer was lost", should_retry=True)
        return answer

    def _sleep_time_seconds(self, num_retries, response=None):
        return 0

    def close(self):
        self.inner.close()


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(server, client):
    network = AnswerLost()
    lossy = server.client(http_client=network, max_network_retries=2)
    created = lossy.v1.customers.create({"name": "Retried", "email": "retried@example.test"})
    assert len(network.sent) == 2 and len(set(network.sent)) == 1
    assert [row.id for row in client.v1.customers.list({"email": "retried@example.test"})] == [created.id]


def test_every_answer_has_its_request_id(client):
    assert client.v1.customers.create({}).last_response.request_id.startswith("req_")
