"""What `bench.fuzz` tries: every reader of the program, with sound files to begin from."""

from __future__ import annotations

from bench.fuzz import Reader
from bench.hostile_evidence import (
    name_seeds,
    pdf_seeds,
    picture_seeds,
    screen,
    spoilt_evidence,
    spoilt_letters,
    text_seeds,
    use_evidence,
    use_names,
)
from bench.hostile_files import (
    SECRET,
    backup_seeds,
    campaign_seeds,
    paper_ready,
    spoilt_backup,
    spoilt_by_sql,
    use_backup,
    use_campaign,
)
from bench.hostile_folders import (
    draft_seeds,
    filter_seeds,
    machine_seeds,
    scenario_seeds,
    settings_seeds,
    use_draft,
    use_filter,
    use_machine,
    use_passphrase_file,
    use_scenario,
    use_settings,
    use_settings_in_window,
    windowed,
)
from bench.hostile_words import (
    cut_words,
    draw_world,
    found,
    found_demo,
    repeat_seeds,
    resource_reader,
    speak,
    template_seeds,
    typed_seeds,
    use_repeat,
    use_template,
    use_typed,
)
from bench.mutation import spoilt_json, spoilt_text

READERS: dict[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader(
            "campaign",
            "a campaign file, its bytes spoilt",
            campaign_seeds(None),
            use_campaign(None, deep=False),
            ready=paper_ready,
        ),
        Reader(
            "campaign-sql",
            "a campaign file with hostile content",
            campaign_seeds(None),
            use_campaign(None, deep=True),
            spoilt_by_sql,
            ready=paper_ready,
            seconds=20,
        ),
        Reader(
            "campaign-locked",
            "an encrypted campaign file, its bytes spoilt",
            campaign_seeds(SECRET),
            use_campaign(SECRET, deep=False),
            ready=paper_ready,
            seconds=20,
        ),
        Reader(
            "backup",
            "a back-up and its evidence, looked into and restored",
            backup_seeds,
            use_backup,
            spoilt_backup,
            ready=paper_ready,
            seconds=20,
        ),
        Reader(
            "pdf",
            "a PDF in the viewer",
            pdf_seeds,
            use_evidence("PDF"),
            spoilt_evidence,
            ready=screen,
        ),
        Reader(
            "picture",
            "a picture in the viewer",
            picture_seeds,
            use_evidence("PICTURE"),
            spoilt_evidence,
            ready=screen,
        ),
        Reader(
            "text",
            "a text in the viewer",
            text_seeds,
            use_evidence("TEXT"),
            spoilt_letters,
            ready=screen,
        ),
        Reader("names", "names of evidence", name_seeds, use_names, spoilt_text),
        Reader("settings", "settings.json", settings_seeds, use_settings, spoilt_json),
        Reader(
            "settings-window",
            "settings.json, a window started with it",
            settings_seeds,
            use_settings_in_window,
            spoilt_json,
            each=1_000,
            ready=screen,
        ),
        Reader("machine", "state files of the machine", machine_seeds, use_machine),
        Reader(
            "passphrase",
            "a file with a passphrase",
            lambda _f: (b"secret\n", "ทดสอบ".encode()),
            use_passphrase_file,
        ),
        Reader("scenario", "what a scenario supposes", scenario_seeds, use_scenario, spoilt_json),
        Reader("draft", "what was being typed", draft_seeds, use_draft, spoilt_json, ready=screen),
        Reader("filter", "a saved filter", filter_seeds, use_filter, spoilt_json, ready=windowed),
        Reader("typed", "days, names and words as typed", typed_seeds, use_typed, spoilt_text),
        Reader(
            "repeat",
            "rules by which something comes again",
            repeat_seeds,
            use_repeat,
            spoilt_text,
            seconds=3,
        ),
        resource_reader("rules", "resources", "rules", "upu-2025.toml", then=found),
        resource_reader("new-campaign", "resources", "new_campaign.toml", then=found),
        resource_reader("members", "resources", "members.csv", then=found),
        resource_reader("demo", "resources", "demo.toml", then=found_demo),
        resource_reader(
            "words", "resources", "words", "words_th.txt", then=cut_words, cut=24, each=100
        ),
        resource_reader("world", "resources", "map", "coast.txt", then=draw_world),
        Reader("template", "a letter template", template_seeds, use_template, spoilt_text),
        resource_reader(
            "catalogue",
            "translations",
            "th",
            "LC_MESSAGES",
            "upudesk.po",
            then=speak,
            cut=24,
            between=b"\n\n",
        ),
    )
}
