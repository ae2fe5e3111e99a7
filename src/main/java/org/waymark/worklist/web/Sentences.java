package org.waymark.worklist.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Component;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;
import org.waymark.worklist.web.WorklistPage.Tag;

/** What these pages say, from the messages: by number, by process, by element of a model and by form. */
@Component
class Sentences {

    private final MessageSourceAccessor messages;
    private final Words words;

    Sentences(MessageSource messages, Words words) {
        this.messages = new MessageSourceAccessor(messages, Locale.UK);
        this.words = words;
    }

    /** The message with this key, or the words if there is none. */
    String sayOr(String key, String words) {
        return messages.getMessage(key, words);
    }

    String say(String key, String... arguments) {
        return arguments.length == 0 ? messages.getMessage(key) : messages.getMessage(key, arguments);
    }

    /** The message {@code key.one} or {@code key.many}, with the number in it. */
    String count(String key, long number) {
        return number == 1 ? say(key + ".one") : say(key + ".many", words.number(number));
    }

    /** How far it has been told that the task is late, and whether this viewer was. */
    List<Tag> tags(Viewer viewer, WorkItem item) {
        var tags = new ArrayList<Tag>();
        if (!item.isOpen()) {
            return tags;
        }
        if (item.paused() != null) {
            tags.add(new Tag("", words.of(item.paused().reason())));
        }
        boolean isReminder = item.leadToldAt() == null && item.escalatedAt() == null;
        String told = item.tells(viewer) && !viewer.username().equals(item.assignee())
                ? say("told.you", words.shortDay(item.escalatedAt() == null ? item.leadToldAt() : item.escalatedAt()))
                : words.told(item.remindedAt(), item.leadToldAt(), item.escalatedAt());
        if (!told.isEmpty()) {
            tags.add(new Tag(isReminder ? "" : "red", told));
        }
        return tags;
    }

    /** What comes after the task, a sentence each. */
    List<String> next(String element) {
        return Arrays.stream(messages.getMessage("next.task." + element, "").split("\\|", -1))
                .filter(sentence -> !sentence.isBlank())
                .toList();
    }

    String submit(String formId) {
        return messages.getMessage("submit." + formId, messages.getMessage("task.submit"));
    }

    /** Why a task ended without being done. */
    String cancelled(@Nullable String endReason) {
        return messages.getMessage("task.cancelled." + endReason, messages.getMessage("task.cancelled.other"));
    }

    String refused(Refused refused) {
        return messages.getMessage("refused." + refused.code(), messages.getMessage("task.refused"));
    }

    /** As the first words of a line. */
    static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.UK) + text.substring(1);
    }
}
