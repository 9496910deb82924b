/**
 * Frequent little words of languages that share a script with others, by language code (ISO 639-1). Words
 * that several have are fine: the language with most of them in a text wins.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: 'the of and to in is that it was for with as you this are be have not they from or we can will which',
  de: 'der die und das ist nicht den von zu mit ein eine für auf dem im sich des auch es wie oder wir sie bei',
  fr: 'le la les de des et est un une du que dans pour pas qui sur avec il au ce vous sont nous plus par',
  es: 'el la los de que y en un una es por con para las del se no su al lo como más pero sus este',
  it: 'il di che la e un una per non è in con sono del si da come della gli le dei più anche questo nel',
  pt: 'o a os de que e do da em um uma para com não por as dos no na se mais como mas ao são',
  nl: 'de het een en van is dat op te zijn voor met niet aan er om ook als bij maar hij zij dit naar wordt',
  fi: 'ja on ei se että oli hän mutta niin kun ovat joka myös tai sen kuin voi ole tämä mitä sekä jos',
  sv: 'och att det är en som på för med av den inte till har ett om jag kan du vi från eller de så var',
  da: 'og at det er en som på for med af den ikke til har et om jeg kan du vi fra eller de så var blev hvad',
  no: 'og at det er en som på for med av den ikke til har et om jeg kan du vi fra eller de så var ble hva',
  pl: 'i w nie na się że do jest to z jak o za po co tak ale od są przez dla ma który czy być',
  ro: 'și de la în a nu cu pe este un o care pentru să mai din ce sau dar sunt fi lui prin au',
  tr: 've bir bu için de da ile çok ne daha gibi olarak ama en var o kadar değil olan sonra mi ben',
  vi: 'và là của có không cho được trong một các với này người những đã để khi tôi bạn cũng như về ra',
  sw: 'na ya wa kwa ni la katika za cha kuwa hii yake au kama lakini pia watu huo hiyo si yangu sana mimi',
  id: 'yang dan di ini itu dengan untuk tidak dari pada dalam adalah ke akan saya ada atau juga kami bisa',
  hu: 'a az és hogy nem egy is ez meg van volt de csak mint már vagy el én ki még lesz azt ha',
  cs: 'a je se na v to že s z do o jako ale pro by si jsem jsou tak být jeho nebo které má ve',
  hr: 'i je u na se da za su od s koji ne to kao o ili ali a iz bi sam nije što će može',
  ru: 'и в не на что я с он как это по но они к у из за от так о все же для мы был есть',
  uk: 'і в не на що я з він як це по але вони до у із за від так о все для ми був є та',
  bg: 'и в не на че се да от за с по като са е но това към или при беше един ще си те което',
  ar: 'في من على إلى أن هذا التي الذي و لا ما هو هي مع عن كان لم قد كل بعد بين هذه أو ثم',
  fa: 'و در به از که این است را با برای آن یک می شود ها تا بر هم خود کرد شده نیست ما یا',
  ur: 'کے کی میں ہے اور سے کو کا پر نے یہ کہ ہیں کر بھی ایک اس تھا نہیں ہو کیا جو تو لیے',
  hi: 'है के में की और से का को पर यह हैं ने एक भी कि नहीं इस हो कर था लिए साथ या जो',
  mr: 'आहे आणि या च्या मध्ये तो ती हे आहेत नाही एक होते करण्यात त्या व साठी पण आपण हा मी असे',
  ne: 'छ र को मा का छन् हो पनि लाई यो गर्न एक ले तथा भएको गरेको हुन्छ थियो म हामी छैन',
};

export const LANGUAGE_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(LISTS).map(([language, words]) => [language, new Set(words.split(' '))]),
);
