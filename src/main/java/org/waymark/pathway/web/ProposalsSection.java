package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Answer;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.assessment.Proposals;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonPage.Card;
import org.waymark.people.Person;
import org.waymark.web.Words;

/** Shows on a person's page what the rules proposed and what was answered, each with its "Why?". */
@Component
@Order(5)
class ProposalsSection implements PersonSection {

    private final Proposals proposals;
    private final Words words;

    ProposalsSection(Proposals proposals, Words words) {
        this.proposals = proposals;
        this.words = words;
    }

    /** One proposal. */
    record Row(
            String service,
            String priority,
            String tone,
            String answer,
            @Nullable String askAgain,
            String whyHref) {}

    @Override
    public Optional<Card> of(Viewer viewer, Pathway pathway, Person person) {
        // Once the pathway is over nobody is asked any more.
        List<Row> rows = proposals.of(viewer, pathway.ref()).stream()
                .filter(proposal -> pathway.isOpen() || proposal.answer() != Answer.OPEN)
                .map(proposal -> row(pathway, proposal))
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Card(
                        "proposals", "Proposed services", "assessment/panels :: card", Map.of("proposals", rows)));
    }

    private Row row(Pathway pathway, Proposal proposal) {
        return new Row(
                words.code("Service", proposal.service()),
                words.code("Referral.Priority", proposal.priority()),
                tone(proposal),
                words.code("ProposalAnswer", proposal.answer().name()),
                proposal.askAgainOn() == null || !pathway.isOpen() ? null : words.day(proposal.askAgainOn()),
                "/people/" + pathway.ref() + "/why/service/" + proposal.id());
    }

    static String tone(Proposal proposal) {
        return switch (proposal.priority()) {
            case "URGENT" -> "red";
            case "SOON" -> "amber";
            default -> "";
        };
    }
}
