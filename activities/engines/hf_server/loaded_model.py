"""A model of transformers with its tokenizer or processor: text in, tokens and probabilities out."""

import base64
import binascii
import io

import torch
import transformers


class BadRequest(Exception):
    """The request cannot be answered as it stands; the text goes back to the client."""


class LoadedModel:
    def __init__(self, args):
        shared = {"revision": args.revision, "trust_remote_code": args.trust_remote_code}
        options = {"dtype": args.dtype or "auto", **shared}
        if args.device_map:
            options["device_map"] = args.device_map
        elif torch.cuda.is_available():
            options["device_map"] = "auto"
        if args.attn_implementation:
            options["attn_implementation"] = args.attn_implementation
        config = transformers.AutoConfig.from_pretrained(args.model, **shared)
        self.has_vision = type(config) in transformers.MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING
        kind = (
            transformers.AutoModelForImageTextToText
            if self.has_vision
            else transformers.AutoModelForCausalLM
        )
        self.model = kind.from_pretrained(args.model, **options).eval()
        self.processor = None
        if self.has_vision:
            self.processor = transformers.AutoProcessor.from_pretrained(args.model, **shared)
        self.tokenizer = getattr(self.processor, "tokenizer", None)
        if self.tokenizer is None:
            self.tokenizer = transformers.AutoTokenizer.from_pretrained(args.model, **shared)
        # What stands before the prompt must not move it: positions count from the right end.
        self.tokenizer.padding_side = "left"
        if self.tokenizer.pad_token_id is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token
        if args.chat_template:
            with open(args.chat_template, encoding="utf-8") as file:
                template = file.read()
            self.tokenizer.chat_template = template
            if self.processor is not None:
                self.processor.chat_template = template
        text_config = config.get_text_config()
        self.max_length = args.max_model_len or getattr(
            text_config, "max_position_embeddings", 1 << 20
        )

    def encode(self, messages, continues):
        """The tensors of one conversation; `continues`: its last message stays open."""
        images = []
        conversation = [
            {"role": message["role"], "content": self._content(message["content"], images)}
            for message in messages
        ]
        owner = self.processor or self.tokenizer
        if images and self.processor is None:
            raise BadRequest("this model takes no images")
        if getattr(owner, "chat_template", None) or self.tokenizer.chat_template:
            text = owner.apply_chat_template(
                conversation if self.processor else _plain(conversation),
                tokenize=False,
                add_generation_prompt=not continues,
                continue_final_message=continues,
            )
            special = False
        else:
            # A base model: nothing but the texts, one after another.
            text = "".join(_text_of(message["content"]) for message in conversation)
            special = True
        if self.processor is None:
            encoded = self.tokenizer(text, return_tensors="pt", add_special_tokens=special)
        else:
            encoded = self.processor(
                text=[text], images=images or None, return_tensors="pt", add_special_tokens=special
            )
        length = encoded["input_ids"].shape[1]
        if length >= self.max_length:
            raise BadRequest(
                f"the prompt has {length} tokens, more than the maximum context length {self.max_length}"
            )
        return encoded

    def _content(self, content, images):
        if isinstance(content, str):
            return [{"type": "text", "text": content}]
        parts = []
        for part in content:
            if part.get("type") == "text":
                parts.append({"type": "text", "text": part["text"]})
            elif part.get("type") == "image_url":
                images.append(_decode(part["image_url"]["url"]))
                parts.append({"type": "image"})
            else:
                raise BadRequest(f"content parts of type {part.get('type')!r} are not supported")
        return parts

    @torch.inference_mode()
    def prompt_logprobs(self, encoded):
        """Per token of the prompt: log-probability, rank among all tokens, text; None for the first."""
        encoded = encoded.to(self.model.device)
        ids = encoded["input_ids"][0]
        logits = self.model(**encoded).logits[0, :-1].float()
        logprobs = torch.log_softmax(logits, dim=-1)
        own = logprobs.gather(1, ids[1:, None])[:, 0]
        ranks = (logprobs > own[:, None]).sum(dim=1) + 1
        rows = [None]
        for token, logprob, rank in zip(ids[1:].tolist(), own.tolist(), ranks.tolist()):
            text = self.tokenizer.decode([token])
            rows.append({str(token): {"logprob": logprob, "rank": rank, "decoded_token": text}})
        return rows


def _plain(conversation):
    return [
        {"role": message["role"], "content": _text_of(message["content"])}
        for message in conversation
    ]


def _text_of(parts):
    return "".join(part.get("text", "") for part in parts)


def _decode(url):
    """Only pictures inside the request: this server fetches nothing."""
    from PIL import Image

    head, _, data = url.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        raise BadRequest("images must be data URLs; other addresses are never fetched")
    try:
        return Image.open(io.BytesIO(base64.b64decode(data, validate=True))).convert("RGB")
    except (binascii.Error, OSError) as error:
        raise BadRequest(f"an image cannot be read: {error}") from error
