package org.waymark.pathway.web;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessments;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.Forms;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonRecords.Obstacle;
import org.waymark.pathway.web.PersonRecords.Recordable;
import org.waymark.people.People;

/** What coordinators record of a round: whether a carer may be asked, and that it goes on without the missing ones. */
@Component
@Order(10)
class RoundRecords implements RecordablePart {

    private static final Set<Role> RECORDING = Set.of(Role.COORDINATOR);

    private final Assessments assessments;
    private final People people;
    private final RoundPages pages;
    private final Forms forms;
    private final CurrentViewer viewer;

    RoundRecords(Assessments assessments, People people, RoundPages pages, Forms forms, CurrentViewer viewer) {
        this.assessments = assessments;
        this.people = people;
        this.pages = pages;
        this.forms = forms;
        this.viewer = viewer;
    }

    @Override
    public List<Recordable> recordables() {
        return List.of(
                new Recordable(
                        "record-asking-carer",
                        "Record whether a carer may be asked",
                        "What the person says about asking a carer in an assessment.",
                        null,
                        this::mayBeAsked,
                        RECORDING,
                        Obstacle.PATHWAY_IS_OVER,
                        null),
                new Recordable(
                        "close-round",
                        "Close the round of ratings early",
                        "The assessment goes on at once, without those who have not answered.",
                        null,
                        this::close,
                        RECORDING,
                        pathway -> Obstacle.PATHWAY_IS_OVER.on(pathway).or(() -> nobodyIsAsked(pathway)),
                        pathway -> new FormContext(
                                Map.of(),
                                Map.of(),
                                Map.of("missing", pages.stillAsked(viewer.get(), pathway.ref())),
                                null)));
    }

    private Optional<String> nobodyIsAsked(Pathway pathway) {
        return assessments.isAsking(viewer.get(), pathway.ref())
                ? Optional.empty()
                : Optional.of("assessment.nobodyIsAsked");
    }

    private String mayBeAsked(Viewer by, PathwayRef ref, Answers answers) {
        forms.store(by, "record-asking-carer", ref, answers);
        CarerId carer = CarerId.of(answers.required("carer"));
        boolean may = answers.required("mayBeAsked").equals("YES");
        people.recordMayBeAsked(
                by,
                ref,
                carer,
                may,
                requireNonNull(answers.date("saidOn"), "The form asks for this date"),
                answers.required("saidBy"));
        if (!may) {
            assessments.withdrawRating(by, ref, carer);
        }
        return may ? "Recorded. The next assessment asks this carer." : "Recorded. This carer is not asked any more.";
    }

    private String close(Viewer by, PathwayRef ref, Answers answers) {
        forms.store(by, "close-round", ref, answers);
        assessments.closeEarly(by, ref, answers.required("reason"));
        return "Recorded. The assessment goes on without those who had not answered.";
    }
}
