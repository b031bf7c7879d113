const none = () => {
  throw new Error('the functions are bundled without HTTP/2: got is used with `http2`');
};

/** Stands in for got's HTTP/2 client when the functions are bundled. */
export default { globalAgent: null, request: none, auto: none };
