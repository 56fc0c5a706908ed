"""An e-mail server for tests: says on standard output, one JSON object a line, what it was told.

    server.py [--tls starttls|implicit --certificate FILE --key FILE] [--log-in USER:PASSWORD] BEHAVIOUR…

The first message meets the first behaviour, the second the second, and the last stays:
ok, rcpt-CODE, data-CODE (answers CODE there), die-at-rcpt, die-at-data (the process ends),
hang (takes the content and never answers), hang@TEXT (hangs when the subject holds the text).
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

# Servers say more than a code, and may quote what they refuse.
REFUSAL = "the server said this"


def tell(**what):
    print(json.dumps(what), flush=True)


class Capturing(SMTP):
    """The server, keeping every byte that the client sent on the connection."""

    def connection_made(self, transport):
        self.raw = getattr(self, "raw", b"")
        super().connection_made(transport)

    def data_received(self, data):
        self.raw += data
        super().data_received(data)


class Handler:
    def __init__(self, behaviours):
        self.behaviours = behaviours

    def next(self):
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.behaviour = self.next()
        if self.behaviour == "die-at-rcpt":
            os._exit(1)
        if self.behaviour.startswith("rcpt-"):
            tell(event="refused", at=self.behaviour)
            return f"{self.behaviour[5:]} {REFUSAL}: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        tell(
            event="message",
            behaviour=self.behaviour,
            hello=session.host_name,
            encrypted=server.transport.get_extra_info("ssl_object") is not None,
            user=(session.auth_data or b"").decode() if session.authenticated else None,
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            headers=[[name, str(value)] for name, value in message.items()],
            text=message.get_content().replace("\r\n", "\n"),
            raw=base64.b64encode(server.raw).decode(),
        )
        if self.behaviour == "die-at-data":
            os._exit(1)
        text = self.behaviour.partition("@")[2]
        if self.behaviour == "hang" or text and text in str(message["Subject"]):
            await asyncio.sleep(3600)
        if self.behaviour.startswith("data-"):
            return f"{self.behaviour[5:]} {REFUSAL}: {len(envelope.content)} bytes"
        return "250 OK"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", choices=["starttls", "implicit"])
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--log-in")
    parser.add_argument("behaviours", nargs="+")
    asked = parser.parse_args()
    context = None
    if asked.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.certificate, asked.key)
    handler = Handler(asked.behaviours)

    def authenticate(server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        right = given == asked.log_in
        return AuthResult(success=right, handled=right, auth_data=data.login)

    def protocol():
        return Capturing(
            handler,
            hostname="mail.example",
            loop=asyncio.get_running_loop(),
            tls_context=context if asked.tls == "starttls" else None,
            require_starttls=asked.tls == "starttls",
            authenticator=authenticate if asked.log_in else None,
            auth_required=bool(asked.log_in),
            auth_require_tls=asked.tls == "starttls",
        )

    implicit = context if asked.tls == "implicit" else None
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=implicit)
    tell(event="listening", port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
