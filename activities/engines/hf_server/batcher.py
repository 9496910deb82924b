"""Answers requests together: prompts of equal length and equal settings share one pass."""

import queue
import threading
import time

import torch
import transformers

# How long the first request of a batch waits for others.
GATHER_SECONDS = 0.005


class Job:
    def __init__(self, encoded, settings):
        self.encoded = encoded
        self.settings = settings
        # Lists of token ids as they come; None at the end; an exception where it failed.
        self.events = queue.SimpleQueue()

    @property
    def key(self):
        shapes = tuple((name, tuple(value.shape)) for name, value in sorted(self.encoded.items()))
        return shapes, tuple(sorted(self.settings.items()))


class Batcher:
    def __init__(self, loaded, max_batch_size):
        self.loaded = loaded
        self.max_batch_size = max_batch_size
        self.waiting = []
        self.changed = threading.Condition()
        # The model is used by one thread at a time.
        self.lock = threading.Lock()
        threading.Thread(target=self._run, daemon=True).start()

    def submit(self, job):
        with self.changed:
            self.waiting.append(job)
            self.changed.notify()

    def _run(self):
        while True:
            jobs = self._take()
            try:
                with self.lock:
                    self._generate(jobs)
                for job in jobs:
                    job.events.put(None)
            except Exception as error:  # Whatever went wrong, somebody waits for an answer.
                for job in jobs:
                    job.events.put(error)

    def _take(self):
        with self.changed:
            while not self.waiting:
                self.changed.wait()
        time.sleep(GATHER_SECONDS)
        with self.changed:
            key = self.waiting[0].key
            alike = [job for job in self.waiting if job.key == key][: self.max_batch_size]
            self.waiting = [job for job in self.waiting if job not in alike]
            return alike

    @torch.inference_mode()
    def _generate(self, jobs):
        model = self.loaded.model
        settings = jobs[0].settings
        inputs = {
            name: torch.cat([job.encoded[name] for job in jobs]).to(model.device)
            for name in jobs[0].encoded
        }
        sampling = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}
        if settings["temperature"] > 0:
            sampling = {
                "do_sample": True,
                "temperature": settings["temperature"],
                "top_p": settings["top_p"],
                "top_k": settings["top_k"],
            }
            torch.manual_seed(settings["seed"])
        room = self.loaded.max_length - inputs["input_ids"].shape[1]
        model.generate(
            **inputs,
            **sampling,
            max_new_tokens=min(settings["max_tokens"], room),
            repetition_penalty=settings["repetition_penalty"],
            pad_token_id=self.loaded.tokenizer.pad_token_id,
            streamer=_Rows(jobs),
        )


class _Rows(transformers.generation.streamers.BaseStreamer):
    """Hands each row's token to the request that it belongs to."""

    def __init__(self, jobs):
        self.jobs = jobs
        self.is_prompt = True

    def put(self, value):
        if self.is_prompt:
            self.is_prompt = False
            return
        for job, token in zip(self.jobs, value.reshape(-1).tolist()):
            job.events.put(token)

    def end(self):
        pass
