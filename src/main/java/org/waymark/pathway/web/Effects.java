package org.waymark.pathway.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.forms.Forms;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.LifeEvents;
import org.waymark.pathway.LifeEvents.Effect;
import org.waymark.web.Words;

/** Says to the one who made an entry, in words, what it did. */
@Component
class Effects {

    private final Words words;

    Effects(Words words) {
        this.words = words;
    }

    /** What an entry did, to be told once or again. */
    Forms.Told inWords(LifeEvents.Told told) {
        return new Forms.Told(told.message(), inWords(told.did()));
    }

    /** Back to the person's page, which tells it. */
    static ModelAndView tell(Forms.Told told, PathwayRef pathway, RedirectAttributes after) {
        after.addFlashAttribute("done", told.sentence());
        after.addFlashAttribute("doneList", told.did());
        return new ModelAndView("redirect:/people/" + pathway);
    }

    List<String> inWords(List<Effect> did) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        did.forEach(effect -> counted.merge(inWords(effect), 1, Integer::sum));
        return counted.entrySet().stream()
                .map(line -> line.getValue() == 1 ? line.getKey() : line.getKey() + " (" + line.getValue() + ")")
                .toList();
    }

    private String inWords(Effect effect) {
        boolean isProcess = effect.kind().equals("STARTED") || effect.kind().equals("ENDED");
        return words.code("LifeEvents.Effect", effect.kind())
                + ": "
                + (isProcess ? words.process(effect.what()) : effect.what());
    }
}
