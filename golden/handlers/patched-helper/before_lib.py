import logging

logger = logging.getLogger()


def read(event):
    return event["path"]


def method(event):
    return event["httpMethod"]


def path(event):
    return event["path"]
