import { expect, test } from "vitest";
import { digestOf } from "./digest.ts";

test("[PR4] two contents cannot be made to have one digest", () => {
  // A second of searching finds such a pair for a fingerprint that is no cryptographic one; these two share their FNV-1a, twice 32 bits.
  const one =
    "滭驒睓莇琩缶樜崞濡迓舥踕蹄罓晒爩儹禬炏翾漪蔐纱鰆鞽注鷄紺抎秓鯱薴髊箇瓩釗馚澹闝蘌毶褃赿廓緹傷暟婐翀逢媿藱艙譯茼匇罻楨辀諮仫鯃殙窂鞣嚟箤舝赌使鷗豸猋蘸厍緮蛊厂藏鐻曏朋迾辑崋峼橵鱓夒桘";
  const other =
    "狚氯妿莇琩缶蹕宼诖瀫搷坷彌缝竔谉侦萁檉灻襻愙濵枧玖脍膴紺抎秓舥纼迆乁盷楿甸佼冰滆觲紅赿廓緹傷暟婐翀逢媿藱艙譯茼匇罻楨辀諮仫鯃殙墾芀罺儇軖籲使鷗豸猋蘸厍緮蛊厂藏鐻曏澗趒婩崋峼橵襗帪朴";
  expect(digestOf([one])).not.toBe(digestOf([other]));
  expect(digestOf([one])).toBe(digestOf([one]));
  expect(digestOf([one])).toMatch(/^[0-9a-f]{32}$/);
});
