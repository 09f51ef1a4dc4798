/**
 * The sentences of the static screens, which have to work where the flow itself does not.
 * All other words of the flow are in `locales/`.
 */

export interface Strings {
  /** The flow broke while it ran. */
  brokenTitle: string;
  brokenText: string;
  /** The browser cannot run it. */
  unsupportedTitle: string;
  unsupportedText: string;
  /** It did not arrive. */
  notLoadedTitle: string;
  notLoadedText: string;
  /** The full page ended and there is no address to return to. */
  endedTitle: string;
  endedText: string;
  /** The frame's address was opened by itself. */
  strayTitle: string;
  strayText: string;
  startAgain: string;
  close: string;
}

export const strings: Record<'en' | 'fr', Strings> = {
  en: {
    brokenTitle: 'Something broke on our side',
    brokenText: 'Nothing was shared without you. Start again and you go on where you were.',
    unsupportedTitle: 'This browser cannot show this step',
    unsupportedText:
      'It needs WebAssembly, which is missing or switched off here, as it is in Lockdown Mode. Nothing was shared without you. Please try another browser.',
    notLoadedTitle: 'This did not load',
    notLoadedText: 'Nothing was shared without you. Check your connection, then start again.',
    endedTitle: 'All done here',
    endedText: 'You can close this page.',
    strayTitle: 'Nothing to show here',
    strayText: 'This address works only inside the page of the business that asks for your bank data.',
    startAgain: 'Start again',
    close: 'Close',
  },
  fr: {
    brokenTitle: 'Un problème est survenu de notre côté',
    brokenText: 'Rien n’a été partagé sans votre accord. Recommencez et vous reprendrez là où vous en étiez.',
    unsupportedTitle: 'Ce navigateur ne peut pas afficher cette étape',
    unsupportedText:
      'Elle nécessite WebAssembly, absent ou désactivé ici, comme en mode Isolement. Rien n’a été partagé sans votre accord. Veuillez essayer avec un autre navigateur.',
    notLoadedTitle: 'Le chargement a échoué',
    notLoadedText: 'Rien n’a été partagé sans votre accord. Vérifiez votre connexion, puis recommencez.',
    endedTitle: 'C’est terminé',
    endedText: 'Vous pouvez fermer cette page.',
    strayTitle: 'Rien à afficher ici',
    strayText:
      'Cette adresse ne fonctionne que dans la page de l’entreprise qui demande vos données bancaires.',
    startAgain: 'Recommencer',
    close: 'Fermer',
  },
};
