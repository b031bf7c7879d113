import * as z from 'zod';

/** Where in a log a text stands. */
export const places = ['exception', 'output', 'platform'] as const;
export type Place = (typeof places)[number];

/**
 * How much a match says. `fact`: the text names the cause. `family`: a code or a type whose family fixes the class, unless the text says more.
 * `plain`: an exception that is the cause only where nothing external explains it. `wrapper`: it reports a failure and names no cause. `final`: this itself ended the try, whatever else went wrong.
 */
export const strengths = ['wrapper', 'plain', 'family', 'fact', 'final'] as const;
export type Strength = (typeof strengths)[number];

/** One entry of the catalogue, as it stands in `catalogue/*.json`. */
export const signatureSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  class: z.string().describe('A failure class; `unknown` for a text that decides that nothing can be said.'),
  transient: z.union([z.boolean(), z.literal('unsure')]),
  strength: z.enum(strengths).default('fact'),
  pattern: z.string().optional().describe('RE2 syntax, without regard to case; found anywhere in the text.'),
  codes: z
    .array(z.string())
    .optional()
    .describe('Codes that a text names, as `http:429`; `*` stands for any characters.'),
  in: z.array(z.enum(places)).default(['exception', 'output']).describe('The parts of a log it is looked for in.'),
  operator: z.string().optional().describe('RE2 syntax: only for operators whose class name fits.'),
  source: z.string().describe('Where the wording comes from.'),
  example: z.string().describe('A text that it recognizes, and that no other signature explains better.'),
  nearMiss: z.string().describe('A text that looks like it and that it leaves alone.'),
});

export type Signature = Omit<z.output<typeof signatureSchema>, 'source' | 'example' | 'nearMiss'>;
