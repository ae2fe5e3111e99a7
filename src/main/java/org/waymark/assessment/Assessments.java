package org.waymark.assessment;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Answer;
import org.waymark.assessment.Assessment.Invitation;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.assessment.Assessment.Standing;
import org.waymark.assessment.Assessment.Trigger;
import org.waymark.kernel.PathwayRef;
import org.waymark.workflow.Workflow.Evaluation;

/** Opens rounds, keeps ratings side by side, has the decisions evaluated and keeps each evaluation and each stage. */
public interface Assessments {

    String PROCESS = "staging-assessment";

    /** Opens a round and starts its process; while one is open it is returned instead, never a second. */
    String open(
            PathwayRef pathway,
            Trigger trigger,
            String coordinator,
            String coordinatorOrganisation,
            List<Invitation> invitations);

    boolean isOpen(PathwayRef pathway);

    /** Invites somebody to the open round, when sharing is agreed while it runs. Nothing happens when none is open. */
    void invite(PathwayRef pathway, Invitation invitation);

    /** A change over hours to days was reported: the delirium question starts at once in the open round. */
    void suspectDelirium(PathwayRef pathway);

    /** Takes back what one organisation was asked, after an objection to sharing. Ratings handed in stay on record. */
    void withdrawRatings(PathwayRef pathway, String organisation);

    /** The system's own look at where the person stands: no viewer, never shown. */
    Standing standing(PathwayRef pathway);

    /** All rounds of the person, newest first; audited by the page that shows them. */
    List<Assessment> of(Viewer viewer, PathwayRef pathway);

    /** Proposals of the latest confirmed round, and earlier ones that were put off. */
    List<Proposal> proposals(PathwayRef pathway);

    void answer(Viewer viewer, String proposalId, Answer answer, @Nullable LocalDate askAgainOn, String agreedBy);

    /** Evaluates {@code review-interval} for the person as they stand now, keeps the evaluation, and returns the days. */
    int reviewInDays(PathwayRef pathway);

    /** What a short review found, so that strain and phase count from then on. */
    void recordReview(Viewer viewer, PathwayRef pathway, @Nullable String phase, @Nullable Integer carerOwnWords);

    /** The latest kept evaluation of a decision for the person, for "Why?". */
    Optional<Evaluation> latestEvaluation(Viewer viewer, PathwayRef pathway, String decision);
}
