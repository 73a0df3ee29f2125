include $(sort $(wildcard $(BR2_EXTERNAL_ZIMPORT_PATH)/package/*/*.mk))
