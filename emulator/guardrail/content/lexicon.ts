/** The languages that the lists of words know. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt';

/**
 * Words by what they mean; a text without a language is of all. Accents are left out. A star stands for the rest of a
 * word, `!a|b` for any word but these, or the end, and `=a|b` for one of these, or the end.
 */
export type Concepts = Readonly<Record<string, string | Readonly<Partial<Record<Language, string>>>>>;

export interface Category {
  readonly concepts: Concepts;
  /**
   * Concepts that stand at most `within` words apart are a sign of the category, as strong as `score`. Their words are
   * of one language: "bring" and "your" are innocent, and so is "du" beside "ridicule".
   */
  readonly signs: readonly {
    readonly of: readonly string[];
    readonly within?: number;
    readonly score: number;
  }[];
}

/**
 * Signs of harmful content in English, German, French, Spanish, Italian and Portuguese. No list of this kind is
 * complete, and none knows irony, quotation or context: Bedrock asks a model instead.
 */
export const lexicon = {
  PROMPT_ATTACK: {
    concepts: {
      dismiss: {
        en: `ignore, ignores, ignoring, disregard*, forget, bypass*, override, overrule, circumvent*, skip, turn off,
          switch off, switched off, disable*, unlock*`,
        de: 'ignorier*, vergiss, vergesst, missachte*, umgeh, umgehe, umgehen, umgehst',
        fr: `ignore, ignorez, oublie les, oublie tes, oublie ces, oublie tout, oublie toutes, oublie tous, oubliez,
          contourne, contournez, contourner`,
        es: 'ignora, ignore, ignorad, ignorar, olvida, olvide, olvidad, olvidar, omite, omita',
        it: 'ignora, ignorate, ignorare, dimentica, dimenticate, dimenticare',
        pt: 'ignore, ignora, ignorar, esqueca, esquece, esquecer',
      },
      rules: {
        en: `instruction*, guideline*, rule, rules, restriction*, filter, filters, safeguard*, safety, guardrail*,
          content policy, policies, prompt`,
        de: 'anweisung*, regel, regeln, vorgaben, einschrankung*, prompt, filter',
        fr: 'instruction*, consigne*, regle, regles, restriction*, prompt, filtre*',
        es: 'instruccion*, regla, reglas, restriccion*, prompt, filtro*',
        it: 'istruzion*, regol*, restrizion*, prompt, filtri',
        pt: 'instruco*, regra, regras, restric*, prompt, filtros',
      },
      reveal: {
        en: 'print, reveal, show, repeat, output, display, dump, leak, tell me, what is, what are',
        de: 'zeig*, verrat*, gib, nenn*',
        fr: 'affiche*, montre*, revele*, repete*',
        es: 'muestra*, revela*, imprime, dime',
        it: 'mostra*, dimmi, rivela*',
        pt: 'mostra*, mostre, revele, diga',
      },
      secret: `system prompt*, systemprompt*, system message*, initial prompt, original prompt, secret prompt,
        your prompt, your instructions !for|on|about|to|how, hidden instructions, above this line, everything above,
        prompt systeme, prompt del sistema, prompt di sistema, prompt do sistema`,
      role: {
        en: `you are now, act as, pretend, imagine you, imagine that you, play a game, roleplay, role play,
          stay in character`,
        de: 'du bist jetzt',
        fr: 'tu es maintenant',
        es: 'actua como, ahora eres',
        it: 'fai finta',
        pt: 'finja',
      },
      unbound: {
        en: `no rules, no restrictions, without restrictions, without any restrictions, without rules, unrestricted,
          do not apply, no limits, no filters`,
        de: 'ohne regeln, ohne einschrankung*',
        fr: 'sans restriction*, sans regle*',
        es: 'sin restriccion*, no tuvieras',
        it: 'senza restrizion*',
        pt: 'sem restrico*',
      },
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
      // Sizes and colours of what a shop sells are no groups of people: "women's jackets", "zapatos negros".
      group: {
        en: `immigrant*, foreigner*, refugee*, migrant*, asylum seeker*, muslim*, jew, jews, christians, black people,
          white people, women are, women should, women belong, all women, gays, gay people, lesbian*, homosexual*,
          trans people, gypsies, disabled people, that race`,
        de: `auslander*, fluchtling*, juden, moslem*, muslim*, frauen sind, frauen gehoren, alle frauen, schwule*,
          zigeuner, behinderte*, migranten`,
        fr: `juif*, immigre*, migrants, musulman*, arabes, les femmes, les noirs, des noirs, ces noirs, etrangers,
          homosexuel*`,
        es: `inmigrante*, musulman*, judios, las mujeres, los negros, gitanos, maricones, migrantes, arabes,
          homosexual*`,
        it: 'immigrati, ebrei, le donne, zingari, musulmani, migranti, arabi',
        pt: 'imigrantes, judeus, as mulheres, muculmanos, os negros, migrantes',
      },
      contempt: {
        en: `vermin, parasite*, rats, animals, cockroach*, scum, subhuman*, inferior, plague, disease, disgusting,
          filth*, stupid, dirty, criminals, evil`,
        de: 'ungeziefer, abschaum, parasiten, ratten, tiere, untermensch*, dreck, minderwertig*, dumm',
        fr: 'vermine, rats, parasites, inferieur*, racaille, animaux',
        es: 'plaga, ratas, basura, parasitos, escoria, inferiores, animales',
        it: 'parassiti, feccia, inferiori, ratti, animali',
        pt: 'praga, ratos, lixo, parasitas, inferiores',
      },
      expel: {
        en: `thrown out, throw them out, deport*, exterminat*, get rid of, go back to, eradicate*, wipe out,
          deserve no, do not deserve`,
        de: 'vergast, ausrott*, rausschmeiss*, deportier*',
        fr: 'chasser, expulse*, exterminer',
        es: 'echarlos, expulsar*, exterminar*',
        it: 'cacciar*, espuls*',
        pt: 'expulsos, expulsar',
      },
    },
    signs: [
      { of: ['group', 'contempt'], within: 9, score: 0.9 },
      { of: ['group', 'expel'], within: 12, score: 0.85 },
    ],
  },
  INSULTS: {
    concepts: {
      name: `idiot*, moron !de, morons, moronic, imbecil*, cretin*, dumbass*, scumbag*, retarded, dimwit*, jerk,
        stupid cow, piece of trash, piece of garbage, you clown, you clowns, you dick, a dick, vollidiot*, trottel*, depp, deppen,
        dummkopf*, blodmann*, versager, arschloch*, abruti*, connard*, connasse*, estupid*, tonto, tonta, gilipollas,
        scemo, scema, stupido, stupida`,
      belittling: {
        en: `stupid, dumb, useless, worthless, pathetic, fool, fools, loser*, a clown !costume*|mask*|wig*, of clowns,
          is trash, are trash, is garbage, are garbage, incompetent, ridiculous`,
        de: 'dumm, blod, blode, bloder, blodes, unfahig*, saftladen, nutzlos*',
        fr: 'incapable*, nul, nuls, nulle !part, nulles, debile*, ridicule, ridicules',
        es: 'inutil, inutiles, incapaz, incapaces, ridiculo*',
        it: 'incapace, incapaci, inutile, inutili, deficiente*, ridicol*',
        pt: 'inutil, inuteis, incapaz, burro, burra, ridicul*',
      },
      you: {
        en: 'you, your, youre, u, driver*, courier*, staff',
        de: 'du, dein*, ihr, euer, eure, sie sind, fahrer*, bote, boten',
        fr: 'tu, vous, votre, vos, livreur*',
        es: 'eres, tu eres, sois, vosotros, ustedes, repartidor*',
        it: 'sei, siete, corriere*',
        pt: 'voce, voces, entregador*',
      },
    },
    signs: [
      { of: ['name'], score: 0.8 },
      { of: ['belittling', 'you'], within: 5, score: 0.65 },
      { of: ['belittling'], score: 0.2 },
    ],
  },
  VIOLENCE: {
    concepts: {
      harm: {
        en: `kill, kills, killing, murder*, shoot !me|us|it|photo*, stab, strangle, behead, torture, slaughter,
          massacre*, punch, beat up, beat him, beat her, beat them, beat you, blow up, burn down, break his, break her,
          break their, break your`,
        de: 'umbring*, umzubringen, erschiess*, erstech*, verprugel*, ermord*, tote, toten',
        fr: `tuer, assassiner, poignarder, egorger, frapper le, frapper la, frapper les, frapper vos, frapper votre,
          frapper ton, frapper quelqu`,
        es: 'matar*, mato, asesinar*, disparar*, apunalar*',
        it: 'ammazz*, uccid*, sparare, accoltell*, assassinar*',
        pt: 'matar*, mato, assassinar*, esfaquear*',
      },
      // Shoes hurt, too, so it takes somebody who means to.
      hurt: { en: 'hurt' },
      deadly: {
        en: 'knife, gun, rifle, pistol, bleeds, bleed, bomb',
        de: 'messer, pistole, gewehr, bombe',
        fr: 'couteau, fusil, pistolet, bombe',
        es: 'cuchillo, pistola, bomba',
        it: 'coltello, pistola, bomba',
        pt: 'faca, pistola, bomba',
      },
      person: {
        en: `person, people, everybody, everyone, anybody, somebody, driver*, courier*, him, her, his, you, your, them,
          their, family, staff, employee*, colleague*, children, legs, bones`,
        de: 'fahrer*, boten, euch, dich, ihn, familie, leute, mitarbeiter*, kollegen',
        fr: 'livreur*, facteur, famille, quelqu un, employe*, vous',
        es: 'repartidor*, familia, ti, empleado*, todos',
        it: 'corriere*, famiglia, ti, vi, tutti',
        pt: 'entregador*, familia, voce, voces, todos',
      },
      intent: {
        en: 'i will, i ll, ill, i am going to, i m going to, gonna, i want to, we will, you should',
        de: 'ich, wir',
        fr: 'je vais, on va',
        es: 'voy a, vamos a, te voy',
        it: 'ti, vi, voglio, vado a',
        pt: 'vou, vamos',
      },
      // "Umbringen" is said in two parts; without the second, or before a time or a purpose, it is "to bring".
      bring: { de: 'bring, bringe, bringen, bringt' },
      um: { de: 'um =wenn|weil|falls|sonst|und|oder|bevor|sobald|ihr|du|ich|dann|morgen|heute|jetzt|noch' },
    },
    signs: [
      { of: ['intent', 'harm', 'person'], within: 10, score: 0.9 },
      { of: ['intent', 'hurt', 'person'], within: 6, score: 0.9 },
      { of: ['bring', 'person', 'um'], within: 10, score: 0.9 },
      { of: ['harm', 'deadly'], within: 8, score: 0.9 },
      { of: ['harm', 'person'], within: 4, score: 0.6 },
      { of: ['harm'], score: 0.2 },
    ],
  },
  SEXUAL: {
    concepts: {
      explicit: `porn*, nudes, nude picture*, nude photo*, nude pic, nude pics, nude video*, nude image*, nude selfie*,
        having sex, have sex, sex with, talk dirty, orgasm*, masturbat*, blowjob*, erotic*, erotik*, nacktbild*,
        nacktfoto*, sexting, fick, ficke, ficken, fickt, pornograf*, sesso, erotiqu*`,
      naked: {
        en: 'naked, topless, undressed',
        de: 'nackt*',
        fr: 'nue, nues, nu, nus',
        es: 'desnud*',
        it: 'nuda, nude, nudo, nudi',
        pt: 'pelada*, nua, nuas',
      },
      picture: {
        en: 'picture*, photo*, pic, pics, video*, image*, send, sending',
        de: 'bild*, foto*, video*, schick, schicke, schicken, schickt',
        fr: 'photo*, image*, video*, envoie*',
        es: 'foto*, imagen*, video*, manda, mandame, envia*',
        it: 'foto*, immagin*, video*, manda, mandami, invia*',
        pt: 'foto*, imagem*, imagens, video*, manda, mande, envie',
      },
    },
    signs: [
      { of: ['explicit'], score: 0.85 },
      { of: ['naked', 'picture'], within: 6, score: 0.85 },
      { of: ['naked'], score: 0.2 },
    ],
  },
  MISCONDUCT: {
    concepts: {
      crime: {
        en: `stolen card*, stolen credit card*, stolen goods, hack, hacking, hack into, cocaine, heroin, meth, bomb,
          bombs, explosive*, counterfeit*, forge a, forge the, forged document*, forged receipt*, launder money,
          launder the, laundering, phishing, malware, ransomware, fraudulent*, commit fraud, fake id, fake delivery,
          fake receipt, fake refund*, fake invoice*, to steal, i steal, steal from, steal a, steal the, steal your,
          shoplift*, smuggl*, drugs`,
        de: `hacken, kokain, heroin, drogen, bombe, bomben, falschgeld, geldwasche, geld waschen, klauen, stehlen,
          phishing, malware, sprengstoff*`,
        fr: `pirater, drogue, drogues, cocaine, heroine, blanchir de, blanchir l argent, contrefacon*, voler, bombe,
          bombes, explosif*`,
        es: `hackear*, lavar dinero, blanquear dinero, blanquear capitales, cocaina, heroina, drogas, falsificar*,
          robar, bomba, bombas, explosivo*`,
        it: 'hackerare, riciclare denaro, riciclare soldi, droga, cocaina, rubare, contraffatt*, bomba, esplosiv*',
        pt: 'hackear*, lavar dinheiro, roubar, falsificar*, cocaina, drogas, bomba, explosivo*',
      },
      asking: {
        en: `how, where can, where could, can i, can you, could you, do you, explain, tell me, teach me, show me, write,
          buy, sell, ship, make`,
        de: 'wie, wo kann, erklar*',
        fr: 'comment, ou puis, explique*',
        es: 'como, donde',
        it: 'come, dove, posso',
        pt: 'como, onde, posso',
      },
    },
    signs: [
      { of: ['asking', 'crime'], within: 12, score: 0.85 },
      { of: ['crime'], score: 0.56 },
    ],
  },
} satisfies Readonly<Record<string, Category>>;

export type FilterType = keyof typeof lexicon;
