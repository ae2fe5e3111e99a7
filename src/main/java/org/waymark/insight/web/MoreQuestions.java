package org.waymark.insight.web;

import java.util.List;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.stereotype.Component;

/** Where the page of waits leads on to: each question about the flow with one line on what it answers. */
@Component
class MoreQuestions {

    /** In the order in which a manager asks them; the words are {@code insight.<name>.title} and {@code .question}. */
    private static final List<String> NAMES = List.of(
            "curve",
            "ageing",
            "stages",
            "hand-overs",
            "outliers",
            "rework",
            "paths",
            "conformance",
            "versions",
            "fairness",
            "measures",
            "what-if",
            "event-log");

    /** These do not take the usual filter. */
    private static final Set<String> OF_THEIR_OWN = Set.of("curve", "measures", "what-if");

    private final MessageSourceAccessor messages;

    MoreQuestions(MessageSource messages) {
        this.messages = new MessageSourceAccessor(messages);
    }

    record Link(String href, String title, String question) {}

    List<Link> all(Address address) {
        return of(NAMES, address);
    }

    /** Those about one model. */
    List<Link> aboutAModel(Address address) {
        return of(List.of("versions", "paths", "conformance"), address);
    }

    private List<Link> of(List<String> names, Address address) {
        return names.stream()
                .map(name -> new Link(
                        OF_THEIR_OWN.contains(name) ? "/insight/" + name : address.at("/insight/" + name),
                        messages.getMessage("insight." + name + ".title"),
                        messages.getMessage("insight." + name + ".question")))
                .toList();
    }
}
