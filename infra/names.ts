/** `loan-desk` becomes `LoanDesk`: for logical ids and outputs, which take letters and digits only. */
export const pascalCase = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The environment variable that tells a function the table's name, for example `LOANS_TABLE`. */
export const tableVariable = (table: string): string => `${table.toUpperCase().replaceAll('-', '_')}_TABLE`;
