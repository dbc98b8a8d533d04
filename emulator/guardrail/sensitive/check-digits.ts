const weighted = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);

/** The checksum of the American Bankers Association. */
export const isRoutingNumber = (digits: string): boolean =>
  weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 && !/^0+$/.test(digits);

/** Modulus 11, as the NHS data dictionary says. */
export function isNhsNumber(digits: string): boolean {
  const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check === Number(digits[9]);
}

const letterValues = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const vehicleWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The check digit of ISO 3779 as North America demands it; without digits a word of 17 letters might pass. */
export function isVehicleNumber(code: string): boolean {
  if (!/\d/.test(code)) return false;
  const sum = vehicleWeights.reduce(
    (total, weight, index) => total + weight * (letterValues.indexOf(code[index] ?? '') % 10),
    0,
  );
  const check = sum % 11;
  return code[8] === (check === 10 ? 'X' : String(check));
}
