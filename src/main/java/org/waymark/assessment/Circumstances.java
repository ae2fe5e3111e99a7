package org.waymark.assessment;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.access.WithoutViewer;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;

/**
 * What the rules need to know of a person's life and this module does not keep. The pathway, which knows all modules,
 * answers.
 */
@WithoutViewer("rules weigh it; a form shows names from it to whoever has its task")
public interface Circumstances {

    Known of(PathwayRef pathway);

    /**
     * What is known now.
     *
     * @param planningOffered whether advance care planning was offered since diagnosis or the last review; null when not recorded
     * @param carers names by id of those who care now, for forms and pages only; never stored or evaluated
     * @param carerNames the same of everybody who cares or once did, for what was said by somebody who is gone since
     */
    record Known(
            String calledName,
            boolean carerPresent,
            boolean livesAlone,
            @Nullable Boolean newlyDiagnosed,
            @Nullable Boolean planningOffered,
            @Nullable LocalDate diagnosedOn,
            Map<CarerId, String> carers,
            Map<CarerId, String> carerNames) {}

    /** Services that answer a need now and may be told of the person, for the choice on a form: service id and name. */
    List<ServiceChoice> servicesFor(PathwayRef pathway, String code);

    /** One line of that choice. */
    record ServiceChoice(String serviceId, String name) {}
}
