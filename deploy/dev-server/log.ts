/** Receives one finished sentence for a person; the caller decides where it is shown. */
export type Log = (message: string) => void;
