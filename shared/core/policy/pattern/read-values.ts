import type { Json, JsonObject } from '../../diagnostics/json-text.ts';
import type { Scalar } from './pattern.ts';

/** A field of an object, or undefined. Only what the object itself holds: `constructor` and `length` are ordinary names. */
export function readField(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The values of a field. A list stands for its entries, however deep it is nested; an object is no value. */
export function readScalars(value: Json | undefined): Scalar[] {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap(readScalars);
  return typeof value === 'object' && value !== null ? [] : [value];
}

/** The objects that a field holds, lists opened likewise. */
export function readObjects(value: Json | undefined): JsonObject[] {
  if (typeof value !== 'object' || value === null) return [];
  return isList(value) ? value.flatMap(readObjects) : [value];
}

/** `Array.isArray` that also narrows what is read-only. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
