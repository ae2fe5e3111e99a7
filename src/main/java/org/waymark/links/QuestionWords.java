package org.waymark.links;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Says the questions of a form in the reader's language. Their English stands in the form; a translation stands in the
 * message file of its language, as near to the question as it has to be.
 */
@Component
public class QuestionWords {

    private final MessageSource messages;

    QuestionWords(MessageSource messages) {
        this.messages = messages;
    }

    public String label(Language language, String formId, String question, String english) {
        return said(language, english, "question." + formId + "." + question);
    }

    public @Nullable String hint(Language language, String formId, String question, @Nullable String english) {
        return english == null
                ? null
                : said(language, english, "hint." + formId + "." + question, "hint." + question, "hint." + formId);
    }

    public String answer(Language language, String formId, String question, String value, String english) {
        return said(
                language,
                english,
                "answer." + formId + "." + question + "." + value,
                "answer." + formId + "." + value,
                "answer." + question + "." + value,
                "answer." + value);
    }

    private String said(Language language, String english, String... keys) {
        if (language == Language.ENGLISH) {
            return english;
        }
        for (String key : keys) {
            String words = messages.getMessage(key, null, null, language.locale());
            if (words != null) {
                return words;
            }
        }
        return english;
    }
}
