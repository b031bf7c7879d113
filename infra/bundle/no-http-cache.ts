/**
 * Stands in for got's HTTP cache when the functions are bundled: no answer of Airflow's may come from a cache, none is asked for,
 * and the cache with its stores is a third of got.
 */
export default class CacheableRequest {
  constructor() {
    throw new Error('the functions are bundled without an HTTP cache: got is used with `cache`');
  }
}

export class CacheError extends Error {
  override readonly name = 'CacheError';
}
