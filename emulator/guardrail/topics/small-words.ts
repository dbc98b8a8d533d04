/** Words of five languages that say nothing of a topic, folded; those of English are no terms at all. */
export const smallWords: ReadonlySet<string> = new Set(
  `aber als am an auch auf aus bei bin bitte das dass dein dem den der des die doch du durch ein eine einem einen einer
  er es euch eure fur gegen haben hat habe ich ihr im in ist ja kann kein keine konnen mein meine mich mir mit nach
  nicht noch nur ob oder ohne sein sich sie sind soll sollte um und uns unser vom von vor war warum was weil wenn wer
  wie will wir wird wo zu zum zur

  a ai au aux avec avez avoir ce ces cette comment dans de des du elle en est et etes faut il je la le les leur lui
  mais me mes moi mon ne nos notre nous on ou par pas peut peux plus pour puis qu que quel quelle qui sa sans se ses
  si son sont suis sur ta te toi ton tu un une vos votre vous y

  al algo ante como con cual cuando del donde e el ella ellos eres esta este esto hay ha han he la las lo los los mas
  mi mis muy no nos o os para pero por porque puede pueden puedo que quien se ser si sin sobre son soy su sus te tengo
  tiene tu tus un una uno unos usted ustedes ya yo

  alla allo anche che chi ci come da dal dei della delle di dove gli ho i il io la le lei lo loro ma mia mio nel nella
  non per perche piu posso quale quando sei sono sul sulla tra tuo un una uno vi voi

  ao aos as com da das de do dos ela ele em essa esse eu foi isso mais meu minha na nao no nos num o os ou para pela
  pelo pode podem por posso qual quando quem se sem seu sua sou uma um voce voces`.split(/\s+/),
);
