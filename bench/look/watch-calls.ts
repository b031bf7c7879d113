/** The same port, with each method's call told by its name first, which is waited for. */
export function watchCalls<Port extends object>(port: Port, onCall: (name: string) => unknown): Port {
  return new Proxy(port, {
    get(target, property, receiver) {
      const value: unknown = Reflect.get(target, property, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        await onCall(String(property));
        return Reflect.apply(value, target, args);
      };
    },
  });
}
