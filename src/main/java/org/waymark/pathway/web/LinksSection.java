package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.links.Links;
import org.waymark.links.Links.Given;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonPage.Card;
import org.waymark.pathway.web.PersonPage.Fact;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** Who is asked for their own view at present, and how far their links have come; only while somebody is. */
@Component
@Order(20)
class LinksSection implements PersonSection {

    private final Links links;
    private final AccessDecision access;
    private final Words words;

    LinksSection(Links links, AccessDecision access, Words words) {
        this.links = links;
        this.access = access;
        this.words = words;
    }

    @Override
    public Optional<Card> of(Viewer viewer, Pathway pathway, Person person) {
        if (!access.maySee(viewer, pathway.ref(), DataKind.CARE)) {
            return Optional.empty();
        }
        List<Fact> facts =
                links.of(viewer, pathway.ref()).stream().map(this::fact).toList();
        return facts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Card(
                        "links",
                        "Asked for their own view",
                        "links/panels :: card",
                        Map.of("facts", facts, "ref", pathway.ref().value())));
    }

    private Fact fact(Links.Asked asked) {
        Optional<Given> latest = asked.links().stream().findFirst();
        return new Fact(
                asked.reader().name(),
                latest.map(given -> words.of(given.way()) + ": " + words.of(given.state()))
                        .orElse("No link given yet"),
                latest.map(given -> words.dayTime(given.since())).orElse(null));
    }
}
