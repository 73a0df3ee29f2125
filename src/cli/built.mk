# SPDX-License-Identifier: Apache-2.0
#
# What of the program is built in, for the root Makefile, which includes this file after it has set B and Q:
#
#   make DIALECTS="v1" VERBS="status wait" FORMATS="json env"
#
# A list that is not given is whole; but once one is, FEATURES holds what is named alone. They count on make's command line:
# environments have a FEATURES of their own. What it gives:
#   built_release   options that tell the program's sources
#   built_inc       the header that they include then (src/cli/settings/built.h), to be there before them. It is written anew
#                   when the words differ, so that what depends on them is compiled again, and nothing else

built_lists := DIALECTS VERBS FORMATS FEATURES
words_of_DIALECTS := v1 v2 milvus
words_of_VERBS := status wait list start commit abort
words_of_FORMATS := text json csv env ids
words_of_FEATURES := bar verbose suggestions http-proxy client-certificate pin tls-session config write hook doctor

built_given := $(strip $(foreach l,$(built_lists),$(if $(filter command,$(origin $l)),$l)))
# With v1 alone, no job waits to be committed.
built_there = $(filter-out $(if $(filter v2 milvus,$(built_DIALECTS)),,commit abort),$(words_of_$(1)))
built_wrong = $(filter-out $(built_there),$($(1)))$(if $(strip $($(1)))$(filter FEATURES,$(1)),,none)
built_named = $(if $(built_wrong),$(error $(1)="$($(1))": the words of $(1) are $(built_there)))$(filter $($(1)),$(words_of_$(1)))
built_whole = $(if $(built_given),$(if $(filter FEATURES,$(1)),,$(built_there)),$(words_of_$(1)))
$(foreach l,$(built_lists),$(eval built_$l := $(call $(if $(filter $l,$(built_given)),built_named,built_whole),$l)))

built_said := $(addprefix api-,$(built_DIALECTS)) $(built_VERBS) $(built_FORMATS) ipv4 ipv6 $(built_FEATURES)
built_format := $(firstword $(if $(filter FORMATS,$(built_given)),$(FORMATS)) $(built_FORMATS))
# Ids are of jobs that were not named, variables are those of one job, and checks are no rows; but a doctor has to speak.
built_formats_JOBS := $(filter-out ids,$(built_FORMATS))
built_formats_LIST := $(filter-out env,$(built_FORMATS))
built_formats_DOCTOR := $(or $(filter text json,$(built_FORMATS)),$(built_FORMATS))
built_mute = $(if $(built_formats_$(2)),,$(if $(filter $(1),$(built_VERBS)),$(error FORMATS="$(FORMATS)": $(filter $(1),$(built_VERBS)) needs one of $(filter-out $(3),$(words_of_FORMATS)))))
$(call built_mute,status wait commit abort,JOBS,ids)
$(call built_mute,list,LIST,env)
built_of_all := $(if $(filter-out $(built_format),$(foreach v,JOBS LIST DOCTOR,$(firstword $(built_formats_$v)))),0,1)

built_release := -DZIMPORT_BUILT -I$(B)/obj-release
built_inc := $(B)/obj-release/built.inc
$(built_inc): always
	$(Q)mkdir -p $(@D)
	$(Q){ for word in $(foreach l,$(built_lists),$(words_of_$l)); do \
	    case ' $(foreach l,$(built_lists),$(built_$l)) ' in *" $$word "*) built=1 ;; *) built=0 ;; esac; \
	    echo "#define BUILT_$$(echo $$word | tr a-z- A-Z_) $$built"; \
	done; \
	echo '#define BUILT_DIALECTS "$(subst $(space),|,$(built_DIALECTS))"'; \
	echo '#define BUILT_FORMATS "$(subst $(space),|,$(built_FORMATS))"'; \
	for verb in $(foreach v,JOBS LIST DOCTOR,'OF_$v "$(subst $(space),|,$(built_formats_$v))"'); do \
	    echo "#define BUILT_FORMATS_$$verb"; \
	done; \
	echo '#define BUILT_FORMAT "$(built_format)"'; \
	echo '#define BUILT_FORMAT_OF_ALL $(built_of_all)'; \
	echo '#define BUILT_FEATURES "$(subst $(space),$(comma) ,$(strip $(built_said)))"'; } >$@.new
	$(Q)cmp -s $@.new $@ || cp $@.new $@; rm $@.new
