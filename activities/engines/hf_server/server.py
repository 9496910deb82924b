"""A small server for any model of transformers: the part of the OpenAI protocol that an evaluation needs.

Chat completions (streamed or whole), prompt log-probabilities in vLLM's form, and a health check. It listens
on loopback, fetches nothing, and is started and stopped by the worker that holds the lease.
"""

import argparse
import json
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from batcher import Batcher, Job
from loaded_model import BadRequest, LoadedModel

MAX_BODY_BYTES = 256 * 1024 * 1024


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--served-model-name", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--revision")
    parser.add_argument("--dtype")
    parser.add_argument("--max-model-len", type=int)
    parser.add_argument("--max-batch-size", type=int, default=8)
    parser.add_argument("--device-map")
    parser.add_argument("--attn-implementation")
    parser.add_argument("--chat-template")
    parser.add_argument("--trust-remote-code", action="store_true")
    return parser.parse_args()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/health":
            return self._send(200, {})
        if self.path == "/v1/models":
            return self._send(200, {"object": "list", "data": [{"id": self.server.model_name}]})
        return self._error(404, f"there is nothing at {self.path}")

    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        if length > MAX_BODY_BYTES:
            return self._error(413, "the request is too large")
        raw = self.rfile.read(length)
        if self.path != "/v1/chat/completions":
            return self._error(404, f"there is nothing at {self.path}")
        try:
            body = json.loads(raw)
            if body.get("prompt_logprobs") is not None:
                return self._score(body)
            return self._answer(body)
        except (BadRequest, KeyError, TypeError, ValueError) as error:
            return self._error(400, str(error) or repr(error))
        except BrokenPipeError:
            return None
        except Exception as error:
            return self._error(500, f"{type(error).__name__}: {error}")

    def _score(self, body):
        loaded = self.server.loaded
        encoded = loaded.encode(body["messages"], bool(body.get("continue_final_message")))
        with self.server.batcher.lock:
            rows = loaded.prompt_logprobs(encoded)
        message = {"role": "assistant", "content": ""}
        return self._send(
            200,
            {
                "id": _new_id(),
                "model": self.server.model_name,
                "choices": [{"index": 0, "message": message, "finish_reason": "length"}],
                "prompt_logprobs": rows,
                "usage": {"prompt_tokens": len(rows), "completion_tokens": 0},
            },
        )

    def _answer(self, body):
        loaded = self.server.loaded
        encoded = loaded.encode(body["messages"], bool(body.get("continue_final_message")))
        settings = {
            "max_tokens": int(body.get("max_tokens") or body.get("max_completion_tokens") or 1024),
            "temperature": float(body.get("temperature") or 0),
            "top_p": float(body.get("top_p") or 1),
            "top_k": int(body.get("top_k") or 0),
            "repetition_penalty": float(body.get("repetition_penalty") or 1),
            "seed": int(body.get("seed") or 0),
        }
        job = Job(encoded, settings)
        self.server.batcher.submit(job)
        pieces = Pieces(loaded.tokenizer, body.get("stop") or [], settings["max_tokens"])
        prompt_tokens = encoded["input_ids"].shape[1]
        if body.get("stream"):
            return self._stream(job, pieces, prompt_tokens, body)
        text = "".join(pieces.of(job))
        message = {"role": "assistant", "content": text}
        return self._send(
            200,
            {
                "id": _new_id(),
                "model": self.server.model_name,
                "choices": [{"index": 0, "message": message, "finish_reason": pieces.finish}],
                "usage": pieces.usage(prompt_tokens),
            },
        )

    def _stream(self, job, pieces, prompt_tokens, body):
        identity = {"id": _new_id(), "model": self.server.model_name, "created": int(time.time())}
        texts = pieces.of(job)
        # The first piece before the head: what fails early still gets its status.
        first = next(texts, "")
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True

        def event(delta, finish=None):
            choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
            self._write_event({**identity, "choices": choices})

        event({"role": "assistant", "content": first})
        for text in texts:
            event({"content": text})
        event({}, pieces.finish)
        if (body.get("stream_options") or {}).get("include_usage"):
            self._write_event({**identity, "choices": [], "usage": pieces.usage(prompt_tokens)})
        self.wfile.write(b"data: [DONE]\n\n")
        return None

    def _write_event(self, value):
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()

    def _send(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _error(self, status, message):
        self._send(status, {"error": {"message": message, "type": "invalid_request_error"}})


class Pieces:
    """Text out of tokens, held back while it may still be half a character or a stop string."""

    def __init__(self, tokenizer, stop, max_tokens):
        self.tokenizer = tokenizer
        self.stop = [stop] if isinstance(stop, str) else list(stop)
        self.max_tokens = max_tokens
        self.tokens = []
        self.finish = "length"
        ends = tokenizer.eos_token_id
        self.ends = set(ends if isinstance(ends, list) else [ends])

    def of(self, job):
        sent = 0
        for token in iter(job.events.get, None):
            if isinstance(token, Exception):
                raise token
            if self.finish == "stop":
                continue
            if token in self.ends:
                self.finish = "stop"
                continue
            self.tokens.append(token)
            text = self.tokenizer.decode(self.tokens, skip_special_tokens=True)
            cut = min((at for at in map(text.find, self.stop) if at >= 0), default=-1)
            if cut >= 0:
                self.finish = "stop"
                text = text[:cut]
            held = 0 if cut >= 0 else max(map(len, self.stop), default=1) - 1
            ready = len(text) - held
            if text.endswith("\ufffd") or ready <= sent:
                continue
            yield text[sent:ready]
            sent = ready
        text = self.tokenizer.decode(self.tokens, skip_special_tokens=True)
        cut = min((at for at in map(text.find, self.stop) if at >= 0), default=len(text))
        if cut > sent:
            yield text[sent:cut]

    def usage(self, prompt_tokens):
        return {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": len(self.tokens),
            "total_tokens": prompt_tokens + len(self.tokens),
        }


def _new_id():
    return f"chatcmpl-{uuid.uuid4().hex}"


def main():
    args = parse_arguments()
    loaded = LoadedModel(args)
    server = ThreadingHTTPServer((args.host, args.port), Handler)
    server.daemon_threads = True
    server.loaded = loaded
    server.model_name = args.served_model_name
    server.batcher = Batcher(loaded, args.max_batch_size)
    print(f"ready: {args.served_model_name} on {args.host}:{args.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
