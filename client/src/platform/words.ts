/** A slice's words in one language: nested, leaves are sentences. `{{name}}` is filled in; plurals end in `_one`, `_other`. */
export interface Words {
  readonly [key: string]: string | Words;
}
