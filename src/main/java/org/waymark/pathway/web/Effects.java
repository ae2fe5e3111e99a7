package org.waymark.pathway.web;

import java.util.List;
import org.springframework.stereotype.Component;
import org.waymark.pathway.LifeEvents.Effect;
import org.waymark.web.Words;

/** Says in words what an entry did. */
@Component
class Effects {

    private final Words words;

    Effects(Words words) {
        this.words = words;
    }

    List<String> inWords(List<Effect> did) {
        return did.stream().map(this::inWords).distinct().toList();
    }

    private String inWords(Effect effect) {
        boolean isProcess = effect.kind().equals("STARTED") || effect.kind().equals("ENDED");
        return words.code("LifeEvents.Effect", effect.kind())
                + ": "
                + (isProcess ? words.process(effect.what()) : effect.what());
    }
}
