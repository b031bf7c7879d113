"""Calls of any AWS service: a JSON list of [service, operation, parameters] in, a list of answers out; what is refused is {"Denied": code}."""

import json
import sys

import botocore.exceptions
import botocore.session

session = botocore.session.get_session()
clients = {}


def call(service, operation, parameters):
    if service not in clients:
        clients[service] = session.create_client(service)
    try:
        answer = getattr(clients[service], operation)(**parameters)
        answer.pop("ResponseMetadata", None)
        return answer
    except botocore.exceptions.ClientError as error:
        return {"Denied": error.response["Error"]["Code"]}


print(json.dumps([call(*one) for one in json.load(sys.stdin)], default=str))
