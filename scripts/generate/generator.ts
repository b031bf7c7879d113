/** Makes files of the repository from other files of it. The same inputs give the same bytes. */
export interface Generator {
  readonly name: string;
  generate(root: string): Promise<readonly GeneratedFile[]>;
}

export interface GeneratedFile {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly text: string;
}
