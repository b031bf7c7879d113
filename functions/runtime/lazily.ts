/** Builds on the first call and keeps what was built: nothing can fail while Lambda initializes, and a failure is tried again. */
export function lazily<Value>(build: () => Value): () => Value {
  let built: { value: Value } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
