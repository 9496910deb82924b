/**
 * Variables that an engine may see. It runs code that comes with a model, so the keys of other services
 * stay behind.
 */
const PASSED =
  /^(?:PATH|HOME|USER|SHELL|LANG|LC_.*|TZ|TMPDIR|TEMP|LD_LIBRARY_PATH|LD_PRELOAD|VIRTUAL_ENV|XDG_.*|SSL_CERT_.*|(?:https?|no|all)_proxy|CONDA_.*|CUDA.*|NVIDIA_.*|ROCM?_.*|HIP_.*|HSA_.*|NCCL_.*|GLOO_.*|OMP_.*|MKL_.*|TORCH.*|PYTORCH_.*|PYTHON.*|TRITON_.*|TOKENIZERS_.*|HF_(?!TOKEN).*|HUGGINGFACE_.*|TRANSFORMERS_.*|VLLM_.*|SGLANG_.*|SGL_.*|LMDEPLOY_.*|OLLAMA_.*|LLAMA_.*|TGI_.*|FLASHINFER_.*)$/i;

export function engineEnvironment(
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const passed = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && PASSED.test(entry[0]),
  );
  return Object.fromEntries(passed);
}
