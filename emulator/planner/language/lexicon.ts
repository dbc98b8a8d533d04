const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** English function words: they carry no evidence for an operation. */
export const stopWords =
  set(`a an the this that these those my your our his her their its it i me we us you he she
  they them him and or but so then also too as at by for from in into of off on onto out over to up with within
  without about around under between through during until till before after since is are was were am be been being
  do does did done has have had having can could may might must shall should will would not no nor never none any
  some all each every both either neither one ones other others another else what which who whom whose when where
  why how there here if than because cause cuz while just only still yet already again ever even really very much
  more most less least many few lot lots please pls plz kindly thanks thank thx hi hello hey ok okay yes yeah yep
  no nope sorry oh well now today right alright great good fine nice sure like want need wish let lets go going get
  got gotten make made new thing things stuff something anything everything nothing somebody anybody kind bit way
  per via etc i'm dear sir madam morning afternoon evening day ahead mind able possible happen happens happening
  know tell show see look give gimme find check first last latest newest recent oldest next previous current`);

/** What opens or softens a request without changing it. */
export const fillers =
  set(`please pls plz kindly hi hello hey ok okay so well and but then also now just actually
  sorry oh thanks thank thx right alright great yes yeah yep sure dear plus simply still really only instead rather
  maybe perhaps again quickly first finally otherwise additionally hm hmm um uh oops`);

/** Verbs that ask for information in any domain, as imperatives. */
export const readVerbs =
  set(`show view find look lookup check track trace display tell give gimme get fetch read list
  browse search provide inform describe compare count locate retrieve pull report remind see`);

/** Verbs of wanting and knowing: "I want to know", "can I have"; no imperatives. */
export const stativeVerbs =
  set(`know want need like have hear learn wait expect understand ask wonder verify review
  inspect watch monitor love wish hope receive see`);

/** Verbs that ask for a change or for work of another kind: without an operation of that name nothing fits. */
export const otherVerbs =
  set(`change update edit modify delete remove erase return refund pay buy purchase book send
  email mail call phone write explain translate play sing add create make set reset transfer exchange replace upgrade
  subscribe unsubscribe apply print download open close start stop pause resume ignore forget repeat hold move submit
  register reserve renew extend cancel approve reject accept confirm sign complain contact connect speak talk say
  schedule reschedule invoice charge redirect forward split merge mark rate block unlock
  lock upload install turn build draw sell rent borrow lend donate gift wrap hurry expedite speed archive restore
  calculate compute solve convert recommend suggest guess act pretend imagine roleplay wake drive deactivate activate`);

const groups = [
  'cancel annul revoke abort scrap',
  'delete remove erase',
  'create add make open register submit',
  'update change modify edit amend adjust correct',
  'renew extend prolong',
  'reserve book hold',
  'return',
  'pay settle',
  'send dispatch',
  'close end terminate',
  'start begin launch',
  'approve accept',
  'reject decline refuse',
].map((group) => group.split(' '));

/** The words that a person may use for the verb of a state-changing operation. */
export function synonymsOf(verb: string): readonly string[] {
  return groups.find((group) => group[0] === verb) ?? [verb];
}

/** What people did to have a thing that goes by the name of the deed: a purchase was bought, a loan was borrowed. */
const deeds: Readonly<Record<string, readonly string[]>> = {
  purchase: ['buy', 'bought', 'purchased'],
  loan: ['borrow', 'borrowed'],
  booking: ['book', 'booked'],
};

export const deedsOf = (noun: string): readonly string[] =>
  Object.hasOwn(deeds, noun) ? (deeds[noun] ?? []) : [];

export const negators = set('not never cannot without nor neither');

/** Words that ask for several things, not for one. */
export const listWords = set(`list all history overview which any every recent latest newest everything
  anything several both`);

/** Words that go on with what a list began. */
export const narrowingWords = set('only just ones those these them and also instead but');
export const moreWords = set('more next further rest remaining continue older');
export const pagingTail = set('page pages results entries items ones one please pls thanks of the them');

export const pluralPronouns = set('them those these both they their');

/** General words of names, too weak to identify a property alone. */
export const vagueNameWords = set(
  'id ids number no date time at on by name count code type of value the is has',
);

export const whWords = set('where what which who whom whose when why how');
export const auxiliaries =
  set(`is are was were am has have had do does did can could may might should shall will
  would must`);
export const articles = set('my our a an the any some another');

export const month = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
/** A text without any of these holds no date, so that the date parser need not look. */
export const dateCue = new RegExp(
  `\\d[./-]\\d|\\b(?:(?:${month})[a-z]*|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|today|yesterday|tomorrow|tonight|days?|weeks?|weekend|fortnight|months?|years?|hours?|(?:19|20)\\d\\d)\\b`,
  'i',
);

export const greetings =
  /^(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone))?$/;
export const thanks =
  /^(?:(?:ok|okay|great|perfect|super|awesome|good|nice|cool|alright|no) ?)*(?:many )?(?:thanks|thank you|thx|ty|cheers)?(?: ?(?:a lot|so much|very much|again|(?:that|this) is (?:all|it)|for (?:your|the) help|great|good|perfect|bye))*$/;
export const farewells =
  /^(?:thanks |thank you )?(?:ok )?(?:bye|goodbye|bye bye|see you(?: later)?|ciao|good night|have a nice day)$/;
export const helpRequests =
  /^(?:please )?(?:help(?: me)?|what can (?:you|i) (?:do|ask)(?: for me| here)?|how can you help(?: me)?|who are you|what are you|what do you do|how does this work|options|menu|commands)$/;
export const refusals =
  /^(?:(?:oh|ok|okay|well|sorry|actually|please) )*(?:no|nope|nah|never ?mind|forget (?:it|that|about it)|stop|leave it(?: alone| be| as it is)?|keep it|do not|do not do (?:it|that)|drop it|scratch that|abort|not now|rather not|let it be)(?: (?:thanks|thank you|please|it|now|never ?mind|forget (?:it|that|about it)|leave it(?: alone| be| as it is)?|i will (?:keep|leave) it|keep it|do not|then|actually|all good))*$/;
export const affirmations =
  /^(?:yes|yeah|yep|yup|ok|okay|sure|fine|correct|right|exactly|please|please do|do it|go ahead|of course|i do not know(?: it)?|no idea|i am not sure|not sure|dunno)(?: (?:then|please|thanks|yes|do it|go ahead|no idea))*$/;
