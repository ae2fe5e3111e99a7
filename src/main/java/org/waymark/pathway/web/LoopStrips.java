package org.waymark.pathway.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.pathway.web.PersonPage.LoopStep;
import org.waymark.pathway.web.PersonPage.ReferralStrip;
import org.waymark.referral.Referral;
import org.waymark.referral.Referral.State;
import org.waymark.web.Words;

/** Draws a referral as a loop: sent, received, answered, first contact, outcome reported, outcome read. */
@Component
class LoopStrips {

    private final Words words;
    private final Directory directory;

    LoopStrips(Words words, Directory directory) {
        this.words = words;
        this.directory = directory;
    }

    ReferralStrip strip(Referral referral, @Nullable String href) {
        return new ReferralStrip(
                referral.service().name(), note(referral), tone(referral), state(referral), href, steps(referral));
    }

    private String note(Referral referral) {
        String organisation = directory
                .organisation(referral.service().organisation())
                .map(Directory.Organisation::name)
                .orElse("");
        return referral.predecessor() == null ? organisation : organisation + ", next leg after a decline";
    }

    private String state(Referral referral) {
        if (referral.state() == State.CANCELLED) {
            return "Cancelled: " + words.code("EndReason", referral.endReason());
        }
        if (referral.state() == State.CLOSED && "DECLINED".equals(referral.endReason())) {
            return "Declined, next step decided";
        }
        return words.of(referral.state());
    }

    private static String tone(Referral referral) {
        return switch (referral.state()) {
            case SENT, QUESTION_ASKED, ON_WAITING_LIST -> "amber";
            case DECLINED -> "red";
            case CANCELLED -> "";
            case ACCEPTED, IN_CONTACT, OUTCOME_REPORTED -> "teal";
            case CLOSED -> "green";
        };
    }

    private List<LoopStep> steps(Referral referral) {
        Referral.Loop loop = referral.loop();
        var steps = new ArrayList<LoopStep>();
        String answered =
                switch (referral.state()) {
                    case ON_WAITING_LIST -> "On the waiting list";
                    case DECLINED -> "Declined";
                    default -> "DECLINED".equals(referral.endReason()) ? "Declined" : "Answered";
                };
        // A declined loop goes no further, though its next step may still have to be decided.
        boolean open = referral.isOpen() && referral.state() != State.DECLINED;
        boolean reached = add(steps, "Sent", loop.sentAt(), open, true);
        reached = add(steps, "Received", loop.receivedAt(), open, reached);
        reached = add(steps, answered, loop.answeredAt(), open, reached || loop.answeredAt() != null);
        reached = add(steps, "First contact", loop.firstContactAt(), open, reached);
        reached = add(steps, "Outcome reported", loop.outcomeReportedAt(), open, reached);
        add(steps, "Outcome read", loop.outcomeReadAt(), open, reached);
        return steps;
    }

    /** Adds a step; the first one not reached is where the loop waits, or where it stopped. */
    private boolean add(
            List<LoopStep> steps, String label, @Nullable Instant at, boolean open, boolean previousReached) {
        if (at != null) {
            steps.add(new LoopStep(label, "done", words.shortDay(at), null));
            return true;
        }
        String state = previousReached ? (open ? "current" : "stopped") : "todo";
        steps.add(new LoopStep(label, state, null, null));
        return false;
    }
}
