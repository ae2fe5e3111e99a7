// Takes the place of the configuration that Cockpit brings along.
export default {
  customScripts: ['waymark/link-back', 'waymark/flow'],
  disableWelcomeMessage: true,
  locales: {
    availableLocales: ['en'],
    fallbackLocale: 'en'
  },
  // Without our listeners a run would end and the worklist not know.
  skipCustomListeners: {
    default: false,
    hidden: true
  },
  skipIoMappings: {
    default: false,
    hidden: true
  }
};
