class Base:
    pass
class G(Base):
    def __init__(self, event):
        self.event = event
    def stopped(self):
        return self.event["headers"].get("X-User")
def handler(event, context):
    return {"principalId": "u", "policyDocument": {"Version": "2012-10-17", "Statement": [{"Action": "execute-api:Invoke", "Effect": "Deny" if G(event).stopped() else "Allow", "Resource": event["methodArn"]}]}}
