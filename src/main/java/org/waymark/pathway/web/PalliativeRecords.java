package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.CurrentViewer;
import org.waymark.endoflife.AdvancePlans;
import org.waymark.endoflife.PalliativeCare;
import org.waymark.endoflife.PalliativeRegister;
import org.waymark.forms.FormContext;
import org.waymark.pathway.PalliativeOnPathway;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.web.PersonRecords.Act;
import org.waymark.pathway.web.PersonRecords.Obstacle;
import org.waymark.pathway.web.PersonRecords.Recordable;

/** What coordinators and palliative nurses record of palliative care outside a task. */
@Component
@Order(30)
class PalliativeRecords implements RecordablePart {

    private final PalliativeOnPathway palliative;
    private final PalliativeRegister register;
    private final AdvancePlans plans;
    private final CurrentViewer viewer;

    PalliativeRecords(
            PalliativeOnPathway palliative, PalliativeRegister register, AdvancePlans plans, CurrentViewer viewer) {
        this.palliative = palliative;
        this.register = register;
        this.plans = plans;
        this.viewer = viewer;
    }

    @Override
    public List<Recordable> recordables() {
        Predicate<Pathway> isOn = pathway -> register.latest(viewer.get(), pathway.ref())
                .filter(PalliativeCare::isOpen)
                .isPresent();
        return List.of(
                form(
                        "add-to-palliative-register",
                        "Add to the palliative register",
                        "Palliative help opens by need, at any stage.",
                        pathway -> isOn.test(pathway) ? Optional.of("onPalliativeRegister") : Optional.empty(),
                        null,
                        (viewer, ref, answers) -> {
                            palliative.add(viewer, ref, answers);
                            return "Added. The palliative team is asked to start today or tomorrow.";
                        }),
                form(
                        "record-phase",
                        "Record the phase of illness",
                        "An unstable phase asks for help the same day.",
                        pathway -> Optional.empty(),
                        pathway ->
                                new FormContext(Map.of(), Map.of(), Map.of("isOnRegister", isOn.test(pathway)), null),
                        (viewer, ref, answers) -> {
                            palliative.recordPhase(viewer, ref, answers);
                            return "Recorded.";
                        }),
                form(
                        "change-palliative-code",
                        "Change the code of needs",
                        "Needs change more quickly, or more slowly, than they did.",
                        pathway -> isOn.test(pathway) ? Optional.empty() : Optional.of("notOnPalliativeRegister"),
                        null,
                        (viewer, ref, answers) -> {
                            palliative.changeCode(viewer, ref, answers);
                            return "Recorded. The next review follows the new code.";
                        }),
                form(
                        "offer-advance-care-planning",
                        "Record wishes for later",
                        "What the person said about planning ahead, as a new version.",
                        pathway -> Optional.empty(),
                        pathway ->
                                new FormContext(plans.prefill(viewer.get(), pathway.ref()), Map.of(), Map.of(), null),
                        (viewer, ref, answers) -> {
                            palliative.recordWishes(viewer, ref, answers);
                            return "Recorded. Earlier versions stay on record.";
                        }));
    }

    private static Recordable form(
            String formId,
            String title,
            String hint,
            Obstacle obstacle,
            @Nullable Function<Pathway, FormContext> opening,
            Act act) {
        return new Recordable(
                formId,
                title,
                hint,
                null,
                act,
                PalliativeOnPathway.RECORDING,
                pathway -> Obstacle.PATHWAY_IS_OVER.on(pathway).or(() -> obstacle.on(pathway)),
                opening);
    }
}
