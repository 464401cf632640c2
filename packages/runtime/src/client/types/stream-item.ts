/** What comes one by one where a description gives the schema of the whole: the items of a list, else the thing itself. */
export type StreamItem<Whole> = Whole extends readonly (infer Item)[] ? Item : Whole;
