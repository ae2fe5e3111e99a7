package org.waymark.pathway.web;

import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.waymark.access.Viewer;
import org.waymark.carers.CarerSupports;
import org.waymark.forms.Answers;
import org.waymark.forms.Forms;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.web.PersonRecords.Recordable;

/** Lets a carer who would like to talk be asked before their time. */
@Component
@Order(100)
class CarersRecords implements RecordablePart {

    private final CarerSupports supports;
    private final Forms forms;

    CarersRecords(CarerSupports supports, Forms forms) {
        this.supports = supports;
        this.forms = forms;
    }

    @Override
    public List<Recordable> recordables() {
        return List.of(new Recordable(
                "ask-carer-again",
                "Ask a carer again",
                "A carer would like to talk about support of their own before the date that was set.",
                this::askAgain));
    }

    private String askAgain(Viewer viewer, PathwayRef ref, Answers answers) {
        forms.store(viewer, "ask-carer-again", ref, answers);
        return supports.askAgain(viewer, ref, CarerId.of(answers.required("carer")))
                ? "Recorded. The carer is asked now."
                : "Recorded. Somebody is to speak with the carer already.";
    }
}
