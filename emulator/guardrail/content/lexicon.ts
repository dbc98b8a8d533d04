/** Words by what they mean. A star stands for the rest of a word; accents are left out. */
type Concepts = Readonly<Record<string, string>>;

export interface Category {
  readonly concepts: Concepts;
  /** Concepts that stand at most `within` words apart are a sign of the category, as strong as `score`. */
  readonly signs: readonly {
    readonly of: readonly string[];
    readonly within?: number;
    readonly score: number;
  }[];
}

const asking = `how, where can, where could, can i, can you, could you, do you, explain, tell me, teach me, show me,
  write, buy, sell, ship, make, wie, wo kann, erklar*, comment, ou puis, explique*, como, donde, come, dove, posso, onde`;

/**
 * Signs of harmful content in English, German, French, Spanish, Italian and Portuguese. No list of this kind is
 * complete, and none knows irony, quotation or context: Bedrock asks a model instead.
 */
export const lexicon = {
  PROMPT_ATTACK: {
    concepts: {
      dismiss: `ignore, ignores, ignoring, disregard*, forget, bypass*, override, overrule, circumvent*, skip, drop,
        turn off, switch off, switched off, disable*, unlock*, ignorier*, vergiss, vergesst, missachte*, umgeh*, oublie*,
        contourne*, ignora*, olvida*, omite*, dimentica*, esquec*`,
      rules: `instruction*, instructions, guideline*, rule, rules, restriction*, filter, filters, safeguard*, safety,
        guardrail*, content policy, policies, prompt, anweisung*, regel, regeln, vorgaben, einschrankung*, consigne*,
        regle*, instruccion*, regla*, restriccion*, istruzion*, regol*, instruco*, regra*`,
      reveal: `print, reveal, show, repeat, output, display, dump, leak, tell me, what is, what are, zeig*, verrat*, gib,
        nenn*, affiche*, montre*, revele*, repete*, muestra*, revela*, imprime, dime, mostra*, dimmi, rivela*, mostre,
        revele, diga`,
      secret: `system prompt*, systemprompt*, system message*, initial prompt, original prompt, secret prompt,
        your prompt, your instructions, hidden instructions, above this line, everything above, prompt systeme,
        prompt del sistema, prompt di sistema, prompt do sistema`,
      role: `you are now, act as, pretend, imagine, play a game, roleplay, role play, stay in character, du bist jetzt,
        tu es maintenant, actua como, ahora eres, fai finta, finja`,
      unbound: `no rules, no restrictions, without restrictions, without any restrictions, without rules, unrestricted,
        do not apply, no limits, no filters, ohne regeln, ohne einschrankung*, sans restriction*, sans regle*,
        sin restriccion*, no tuvieras, senza restrizion*, sem restrico*`,
      jailbreak: 'jailbreak*, developer mode, dan mode, as dan, do anything now, god mode, entwicklermodus',
      leader: 'administrator*, admin, developer, new instructions, system',
    },
    signs: [
      { of: ['dismiss', 'rules'], within: 7, score: 0.9 },
      { of: ['reveal', 'secret'], within: 8, score: 0.9 },
      { of: ['dismiss', 'secret'], within: 14, score: 0.9 },
      { of: ['role', 'unbound'], within: 14, score: 0.9 },
      { of: ['role', 'dismiss'], within: 14, score: 0.7 },
      { of: ['jailbreak'], score: 0.85 },
      { of: ['unbound'], score: 0.4 },
      { of: ['leader', 'rules'], within: 5, score: 0.4 },
    ],
  },
  HATE: {
    concepts: {
      group: `immigrant*, foreigner*, refugee*, migrant*, asylum seeker*, muslim*, jew, jews, christians, black people,
        white people, women, gays, gay people, lesbian*, homosexual*, trans people, gypsies, disabled people, that race,
        auslander*, fluchtling*, juden, moslem*, frauen, schwule*, zigeuner, behinderte*, juif*, immigre*, migrants,
        musulman*, arabes, femmes, noirs, etrangers, inmigrante*, judios, mujeres, negros, gitanos, maricones,
        immigrati, ebrei, donne, zingari, imigrantes, judeus, mulheres`,
      contempt: `vermin, parasite*, rats, animals, cockroach*, scum, subhuman*, inferior, plague, disease, disgusting,
        filth*, stupid, dirty, criminals, evil, ungeziefer, abschaum, parasiten, ratten, tiere, untermensch*, dreck,
        minderwertig*, dumm, vermine, parasites, inferieur*, racaille, plaga, ratas, basura, parasitos, escoria,
        parassiti, feccia, inferiori, ratti, praga, ratos, lixo, parasitas`,
      expel: `thrown out, throw them out, deport*, exterminat*, get rid of, go back to, eradicate*, wipe out, vergast,
        ausrott*, rausschmeiss*, chasser, expulse*, echarlos, expulsar*, cacciar*, expulsos, deserve no, do not deserve`,
    },
    signs: [
      { of: ['group', 'contempt'], within: 9, score: 0.9 },
      { of: ['group', 'expel'], within: 12, score: 0.85 },
    ],
  },
  INSULTS: {
    concepts: {
      name: `idiot*, moron*, imbecil*, cretin*, dumbass*, scumbag*, retarded, dimwit*, jerk, stupid cow, piece of trash,
        piece of garbage, vollidiot*, trottel*, depp*, dummkopf*, blodmann*, versager*, arschloch*, abruti*, connard*,
        connasse*, estupid*, tonto, tonta, gilipollas, scemo, scema, stupido, stupida, deficiente*, burro`,
      belittling: `stupid, dumb, useless, worthless, pathetic, fool, fools, loser*, clown*, trash, garbage, incompetent,
        ridiculous, dumm, blod*, unfahig*, saftladen, nutzlos*, incapable*, nul, nulle, debile*, inutil*, incapaz,
        incapace, inutile, ridicul*`,
      you: `you, your, youre, u, du, dein*, ihr, euer, eure, sie sind, tu, vous, votre, eres, tu eres, sois, sei, siete,
        voce, driver*, courier*, staff`,
    },
    signs: [
      { of: ['name'], score: 0.8 },
      { of: ['belittling', 'you'], within: 5, score: 0.65 },
      { of: ['belittling'], score: 0.2 },
    ],
  },
  VIOLENCE: {
    concepts: {
      harm: `kill, kills, killing, murder*, shoot, stab, strangle, behead, torture, slaughter, massacre*, hurt, punch,
        beat up, beat him, beat her, beat them, beat you, blow up, burn down, break his, break her, break their,
        break your, umbring*, bringe, bring, erschiess*, erstech*, verprugel*, ermord*, tote, tuer, assassiner,
        poignarder, frapper, egorger, matar*, mato, asesinar*, disparar*, apunalar*, ammazz*, uccid*, sparare,
        accoltell*, assassinar*, esfaquear*`,
      deadly:
        'knife, gun, rifle, pistol, bleeds, bleed, bomb, messer, pistole, couteau, fusil, cuchillo, pistola, coltello',
      person: `person, people, everybody, everyone, anybody, somebody, driver*, courier*, him, her, his, you, your, them,
        their, family, staff, employee*, colleague*, children, legs, bones, fahrer*, boten, euch, dich, ihn, familie,
        livreur*, facteur, famille, repartidor*, familia, corriere*, ti, vi, entregador*`,
      intent: `i will, ill, i am going to, i m going to, gonna, i want to, we will, you should, ich, wir, je vais,
        on va, voy a, vamos a, te voy, ti, vi, vou`,
      finish: 'um, tot, all',
    },
    signs: [
      { of: ['intent', 'harm', 'person'], within: 10, score: 0.9 },
      { of: ['harm', 'deadly'], within: 8, score: 0.9 },
      { of: ['harm', 'person'], within: 4, score: 0.6 },
      { of: ['harm'], score: 0.2 },
    ],
  },
  SEXUAL: {
    concepts: {
      explicit: `porn*, nudes, having sex, have sex, sex with, talk dirty, orgasm*, masturbat*, blowjob*, erotic*, erotik*,
        nacktbild*, nacktfoto*, sexting, fick*, pornograf*, sesso, erotiqu*, erotico*, erotica*`,
      naked: 'nude, naked, topless, undressed, nackt*, nue, nues, nu, desnud*, nuda, nude, pelada*',
      picture:
        'picture*, photo*, pic, pics, video*, bild*, foto*, image*, imagen*, send*, schick*, envoie*, manda*, mandame',
    },
    signs: [
      { of: ['explicit'], score: 0.85 },
      { of: ['naked', 'picture'], within: 6, score: 0.85 },
      { of: ['naked'], score: 0.2 },
    ],
  },
  MISCONDUCT: {
    concepts: {
      crime: `stolen card*, stolen credit card*, stolen goods, hack, hacking, hacken, hack into, cocaine, heroin, meth,
        bomb, bombs, explosive*, counterfeit*, forge, forged, launder*, money laundering, phishing, malware, ransomware,
        fraudulent*, commit fraud, fake id, fake delivery, fake receipt, fake refund*, fake invoice*, steal, shoplift*,
        smuggl*, drugs, kokain, drogen, bombe*, falschgeld, geldwasche*, klauen, stehlen, pirater, drogue*, cocaine,
        blanchir, contrefacon*, voler, hackear*, lavar dinero, blanquear, cocaina, drogas, falsificar*, robar,
        hackerare, riciclare, droga, rubare, contraffatt*, lavar dinheiro, roubar`,
      asking,
    },
    signs: [
      { of: ['asking', 'crime'], within: 12, score: 0.85 },
      { of: ['crime'], score: 0.56 },
    ],
  },
} satisfies Readonly<Record<string, Category>>;

export type FilterType = keyof typeof lexicon;
